"""Import of the two directories and the item list: all or nothing, every fault named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from stdnum.cn import uscc

from registry import RegistryRefused, Target, import_rows

CODE = "91440300MA5Y12345" + uscc.calc_check_digit("91440300MA5Y123450")
OTHER = "91440300MA5Y54321" + uscc.calc_check_digit("91440300MA5Y543210")
DIGITS = "91440300699012345" + uscc.calc_check_digit("914403006990123450")
TARGET_HEAD = "企业名称,统一社会信用代码/注册号,住所,辖区,信用风险等级,领域"
PEOPLE_HEAD = "编号,姓名,所属部门,所属辖区,职务,业务专长,执法证号,有效期至,人员类别"
ITEM_HEAD = "编号,抽查事项名称,抽查子项,抽查依据,抽查主体,抽查对象,抽查比例,抽查频次,抽查方式,检查人员要求,备注"


@pytest.fixture
def bring(write):
    def bring(registry, kind, *lines, encoding="utf-8", name="名录.csv"):
        with write(registry, action="import", subject=kind) as tx:
            return import_rows(tx, kind, "\n".join(lines).encode(encoding), name)

    return bring


@pytest.fixture
def faults(bring):
    def faults(registry, kind, *lines, **options):
        with pytest.raises(RegistryRefused) as caught:
            bring(registry, kind, *lines, **options)
        for fault in caught.value.faults:
            assert fault.zh and fault.en and fault.to_json()["code"] == fault.code
        return [(f.code.removeprefix("import."), f.row, f.field) for f in caught.value.faults]

    return faults


def get(registry, noun, id):
    with registry.reading() as tx:
        return getattr(tx, noun).get(id)


# --- targets


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_chinese_sheet_is_read_in_each_encoding(registry, bring, encoding):
    row = f"样例饼店（总店）,{CODE},莲花路9号,福田,D类,餐饮"
    report = bring(registry, "targets", TARGET_HEAD, row, encoding=encoding)
    assert (report.rows, report.added, report.changed, report.unchanged) == (1, 1, 0, 0)
    # Full-width brackets belong to the name and stay.
    want = Target(CODE, "uscc", "样例饼店（总店）", "莲花路9号", "U01", "D", "餐饮")
    assert get(registry, "targets", CODE) == want


def test_an_english_sheet_is_read(embedded, bring):
    head = "name,credit_code,address,district,risk,sector,lon,lat,labels,open_from,status"
    bring(
        embedded,
        "targets",
        head,
        f"Sample,{CODE},1 Road,Nanshan,b,retail,113.9,22.5,a;b,9:30,active",
    )
    target = get(embedded, "targets", CODE)
    assert (target.district, target.risk, target.lon, target.lat) == ("U02", "B", 113.9, 22.5)
    assert (target.labels, target.open_from) == (("a", "b"), "09:30")


def test_legacy_numbers_are_accepted_and_marked(embedded, bring):
    report = bring(
        embedded,
        "targets",
        TARGET_HEAD,
        "甲,440301103456789,路1,U01,A,餐饮",
        "乙,4403011034567,路2,U01,A,餐饮",
        f"丙,{DIGITS},路3,U01,A,餐饮",
    )
    assert report.legacy == ((2, "440301103456789"), (3, "4403011034567"))
    kinds = [
        get(embedded, "targets", i).id_kind for i in ("440301103456789", "4403011034567", DIGITS)
    ]
    assert kinds == ["legacy", "legacy", "uscc"]


def test_cleaning_is_reported_row_by_row(embedded, bring):
    wide = "".join(chr(ord(c) + 0xFEE0) for c in CODE)
    report = bring(embedded, "targets", TARGET_HEAD, f" 甲店,{wide},路 1,福田区,Ａ,餐饮")
    assert [tuple(c) for c in report.cleaned] == [
        (2, "统一社会信用代码/注册号", wide, CODE),
        (2, "企业名称", " 甲店", "甲店"),
    ]
    assert report.to_json()["cleaned"][0]["after"] == CODE


def test_every_fault_of_every_row_is_listed_and_nothing_is_written(registry, faults):
    found = faults(
        registry,
        "targets",
        TARGET_HEAD + ",经度,纬度,营业开始,营业结束,状态,信用标记,行业代码",
        f"好店,{CODE},路1,福田,A,餐饮,,,,,,,",
        "坏码,9.14403E+17,路2,福田,A,餐饮,,,,,,,",
        "校验错,91440300MA5Y123450,路3,福田,A,餐饮,,,,,,,",
        f"重复,{CODE},路4,福田,A,餐饮,,,,,,,",
        f",{OTHER},,火星,E,,22.5,114.0,9点,,,坏,餐饮业",
        "半个位置,T90,路,福田,A,餐饮,114.1,,19:00,08:00,没了,,",
        "",
        "多格,T91,路,福田,A,餐饮,,,,,,,,多出来的",
    )
    code = "统一社会信用代码/注册号"
    want = [
        ("ruined_number", 3, code),
        ("credit_code", 4, code),
        ("duplicate", 5, code),
        ("blank", 6, "企业名称"),
        ("blank", 6, "住所"),
        ("unknown_district", 6, "辖区"),
        ("unknown_value", 6, "信用风险等级"),
        ("blank", 6, "领域"),
        ("not_a_number", 6, "经度"),
        ("not_a_number", 6, "纬度"),
        ("industry", 6, "行业代码"),
        ("unknown_value", 6, "信用标记"),
        ("time", 6, "营业开始"),
        ("half_a_place", 7, "纬度"),
        ("unknown_value", 7, "状态"),
        ("hours", 7, "营业结束"),
        # The blank line 8 counts as a line of the sheet.
        ("shifted", 9, "第 14 列起"),
    ]
    assert [row for _, row, _ in found] == [row for _, row, _ in want]
    assert sorted(found) == sorted(want)
    with registry.reading() as tx:
        assert tx.targets.count(status=None) == 3
        assert tx.audit.head()["seq"] == 1


def test_a_fault_names_row_column_and_rule_in_both_languages(embedded, write):
    data = f"{TARGET_HEAD}\n甲,91440300MA5Y123450,路,福田,A,餐饮".encode()
    with pytest.raises(RegistryRefused) as caught, write(embedded) as tx:
        import_rows(tx, "targets", data, "a.csv")
    (fault,) = caught.value.faults
    assert (fault.row, fault.field, fault.rule) == (2, "统一社会信用代码/注册号", "GB 32100-2015")
    assert "第 2 行" in fault.zh and "GB 32100-2015" in fault.zh
    assert "Row 2" in fault.en and "GB 32100-2015" in fault.en


def test_columns_a_sheet_lacks_keep_what_is_known_and_the_change_is_kept(registry, bring, write):
    with write(registry) as tx:
        tx.targets.put(replace(tx.targets.get("T2"), lon=114.0, lat=22.5, credit_flag="abnormal"))
    report = bring(registry, "targets", TARGET_HEAD, "乙乙书店,T2,新路8号,南山,C,零售")
    assert (report.added, report.changed, report.unchanged) == (0, 1, 0)
    target = get(registry, "targets", "T2")
    assert (target.lon, target.credit_flag, target.labels, target.version) == (
        114.0, "abnormal", ("夜市",), 3,
    )  # fmt: skip
    with registry.reading() as tx:
        change = tx.targets.history("T2")[-1]
        assert change["before"] == {"address": "深南道2号", "risk": "D"}
        assert change["actor_name"] == "计划员甲"


def test_the_record_says_which_file_came_and_what_it_did(embedded, bring):
    bring(embedded, "targets", TARGET_HEAD, f"甲,{CODE},路,福田,A,餐饮", name="十二月.csv")
    with embedded.reading() as tx:
        detail = tx.audit.page(limit=1).rows[0].detail
    assert (
        detail["filename"] == "十二月.csv" and detail["added"] == 1 and len(detail["sha256"]) == 64
    )


def test_title_rows_above_the_header_are_passed_over(embedded, bring):
    report = bring(
        embedded,
        "targets",
        "检查对象名录,,,,,",
        "制表日期：2026-03-01,,,,,",
        "序号," + TARGET_HEAD + ",登记机关",
        f"1,甲,{CODE},路,福田,A,餐饮,某局",
    )
    assert report.added == 1
    assert report.ignored == ("序号", "登记机关")


def test_missing_and_doubled_columns_are_all_named(embedded, faults):
    found = faults(embedded, "targets", "企业名称,企业名称,住所", "甲,乙,路")
    assert [f[0] for f in found] == ["missing_column"] * 4 + ["column_twice"]


def test_tabs_and_semicolons_part_cells_too(embedded, bring):
    for mark in "\t;":
        row = f"甲,{CODE},路,福田,A,餐饮".replace(",", mark)
        bring(embedded, "targets", TARGET_HEAD.replace(",", mark), row)
    assert get(embedded, "targets", CODE).sector == "餐饮"


# --- files that are not what their name says


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00", "名录.csv", "import.not_csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "名录.csv", "import.not_csv"),
        (b"%PDF-1.7\n", "名录.csv", "import.not_csv"),
        (b"\x00\x01\x02\x03" * 50, "名录.csv", "import.not_csv"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "名录.csv", "import.not_csv"),
        (b"", "名录.csv", "import.empty"),
        (b"\xef\xbb\xbf", "名录.csv", "import.empty"),
        (b" \r\n,,,\r\n", "名录.csv", "import.empty"),
        (TARGET_HEAD.encode(), "名录.csv", "import.empty"),
        (TARGET_HEAD.encode(), "名录.xlsx", "import.wrong_name"),
        (TARGET_HEAD.encode("utf-16"), "名录.csv", "import.encoding"),
        (b"\xff\xff\xff\x80\x80", "名录.csv", "import.encoding"),
        (b'name,"unclosed\nA,B', "名录.csv", "import.broken_csv"),
        (b"recipe,flour\nbread,500", "名录.csv", "import.headers"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(embedded, write, data, name, code):
    with pytest.raises(RegistryRefused) as caught, write(embedded) as tx:
        import_rows(tx, "targets", data, name)
    assert caught.value.code == code
    assert all(f.zh and f.en for f in caught.value.faults)
    with embedded.reading() as tx:
        assert tx.audit.head()["seq"] == 1


def test_a_kind_without_a_sheet_is_refused(embedded, faults):
    assert faults(embedded, "recipes", "a,b", "1,2") == [("unknown_kind", None, "kind")]


# --- inspectors


def test_an_inspector_sheet_is_read(registry, bring):
    report = bring(
        registry,
        "inspectors",
        PEOPLE_HEAD,
        "i-9,吴九,市场监督管理局,福田区,主任科员,食品安全、综合监管,粤B0009,2027年5月1日,",
        "I10,郑十,消防,U02,专家,消防监督,,,专家",
        "I11,冯十一,消防,U02,科员,消防监督,粤B0011,9999-09-09,执法人员",
    )
    assert report.added == 3
    assert [tuple(c)[1:] for c in report.cleaned if c.row == 2] == [
        ("编号", "i-9", "I9"),
        ("有效期至", "2027年5月1日", "2027-05-01"),
    ]
    nine = get(registry, "inspectors", "I9")
    assert (nine.department, nine.unit, nine.role) == ("市场监管", "U01", "inspector")
    assert nine.certificate_valid_until == date(2027, 5, 1)
    assert nine.specialties == ("食品安全", "综合监管")
    assert get(registry, "inspectors", "I10").role == "assistant"
    # 9999-09-09 stands for no end.
    assert get(registry, "inspectors", "I11").certificate_valid_until is None


def test_faults_of_inspectors_name_department_unit_specialty_date_and_certificate(embedded, faults):
    found = faults(
        embedded,
        "inspectors",
        PEOPLE_HEAD,
        "I20,甲,林业,火星,科员,伐木,粤C1,2027-02-30,",
        "I21,乙,消防,U01,科员,食品安全,粤C2,46023,",
        "I22,丙,消防,U01,科员,消防监督,,,",
        "I23,丁,消防,U01,科员,,粤C1,长期,警长",
        "I 2 3,戊,消防,U01,科员,消防监督,粤C5,长期,",
        "＊,己,消防,U01,科员,消防监督,4.4E+15,长期,",
    )
    assert found == [
        ("unknown_department", 2, "所属部门"),
        ("unknown_district", 2, "所属辖区"),
        ("date", 2, "有效期至"),
        ("unknown_specialty", 3, "业务专长"),
        ("date", 3, "有效期至"),
        ("no_certificate", 4, "执法证号"),
        ("no_certificate", 4, "有效期至"),
        ("blank", 5, "业务专长"),
        ("unknown_value", 5, "人员类别"),
        ("duplicate", 5, "执法证号"),
        ("duplicate", 6, "编号"),
        ("code_shape", 7, "编号"),
        ("ruined_number", 7, "执法证号"),
    ]


def test_an_inspector_without_certificate_is_refused_by_the_rule_that_asks_for_it(embedded, write):
    data = f"{PEOPLE_HEAD}\nI30,甲,消防,U01,科员,消防监督,,长期,".encode()
    with pytest.raises(RegistryRefused) as caught, write(embedded) as tx:
        import_rows(tx, "inspectors", data, "a.csv")
    assert [f.rule for f in caught.value.faults] == ["sz-2018#二(一)2"]


def test_a_changed_inspector_keeps_the_history(embedded, bring):
    row = "I1,赵一,市场监管,U02,科长,食品安全,粤A1,长期,"
    assert bring(embedded, "inspectors", PEOPLE_HEAD, row).changed == 1
    assert bring(embedded, "inspectors", PEOPLE_HEAD, row).unchanged == 1
    with embedded.reading() as tx:
        (change,) = tx.inspectors.history("I1")
    assert (change["before"], change["after"]) == (
        {"unit": "U01", "post": "科员"},
        {"unit": "U02", "post": "科长"},
    )


# --- items


def test_the_field_sheet_of_eleven_columns_is_read(registry, bring):
    report = bring(
        registry,
        "items",
        ITEM_HEAD,
        'SJ-1,食品经营检查,许可证,"《食品安全法》第三十三条",市场监管,食品经营者,不低于3%,'
        "每年一次,现场检查,具备食品安全专长,无",
        "XF-1,消防检查,通道,《消防法》第五十三条,消防,场所,不超过总数的2%,根据实际情况确定,现场检查,,",
    )
    assert report.added == 2
    item = get(registry, "items", "SJ-1")
    assert (item.ratio, item.frequency) == ("不低于3%", "每年一次")
    # The sheet has no column for the specialty: it is found in the row's words and reported.
    assert (item.specialty, item.minutes) == ("食品安全", 30)
    assert {(a.row, a.column, a.value) for a in report.assumed} == {
        (2, "minutes", "30"),
        (2, "specialty", "食品安全"),
        (3, "minutes", "30"),
        (3, "specialty", "消防监督"),
    }
    assert "具备食品安全专长" in item.note


@pytest.mark.parametrize("basis", ["", "无", "—", " / "])
def test_an_item_without_a_legal_basis_is_refused(embedded, write, basis):
    data = f"{ITEM_HEAD}\nSJ-9,检查,,{basis},市场监管,,,,,,".encode()
    with pytest.raises(RegistryRefused) as caught, write(embedded) as tx:
        import_rows(tx, "items", data, "a.csv")
    (fault,) = caught.value.faults
    assert (fault.code, fault.row, fault.rule) == ("import.no_legal_basis", 2, "sz-2018#二(一)1")


def test_faults_of_items_name_department_specialty_minutes_and_dates(embedded, faults):
    found = faults(
        embedded,
        "items",
        "编号,抽查事项名称,抽查依据,抽查主体,业务专长,检查时长（分钟）,生效日期,失效日期,重点监管事项",
        "A-1,甲,《法》第一条,林业,伐木,30,2026-01-01,长期,是",
        "A-2,乙,《法》第一条,消防,伐木,半小时,2026-06-01,2026-05-01,也许",
        "A-2,丙,《法》第一条,消防,消防监督,0,,,否",
    )
    assert found == [
        ("unknown_department", 2, "抽查主体"),
        ("not_a_number", 3, "检查时长（分钟）"),
        ("unknown_value", 3, "重点监管事项"),
        ("unknown_specialty", 3, "业务专长"),
        ("dates_backwards", 3, "失效日期"),
        ("duplicate", 4, "编号"),
        ("not_a_number", 4, "检查时长（分钟）"),
    ]


def test_a_sheet_of_the_wrong_kind_ends_after_a_bounded_number_of_faults(
    embedded, faults, monkeypatch
):
    monkeypatch.setattr("registry.sheets.findings.MOST", 5)
    found = faults(embedded, "targets", TARGET_HEAD, *["x,y,z,u,v,w"] * 50)
    assert len(found) == 6 and found[0][0] == "too_many_faults"  # it has no row and stands first
