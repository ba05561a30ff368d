"""Made-up official texts and one library for the tests of this folder. No real place or body."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import Library, open_library

SCHEME = """
云岭市人民政府办公室

云府办函〔2031〕7号

云岭市人民政府办公室关于印发云岭市灯塔检查工作方案的通知

各区人民政府，市有关单位：

《云岭市灯塔检查工作方案》已经批准，请照此办理。

云岭市人民政府办公室

2031年5月6日

云岭市灯塔检查工作方案

为把灯塔查好，制定本方案。

一、总体安排

（一）目标。

到2032 年底前，灯塔全部查过一遍，灯光稳定，

航道安全。

（二）范围。沿海灯塔都在内，2031 年新建的除外。

二、主要任务

（一）建立灯塔名单。

1. 登记灯塔。每座灯塔写明位置、高度和守塔人。名单每季度更新，
更新后三日内上网。

2. **核对守塔人。**守塔人要有灯塔证。没有证的不得守塔。

（二）上塔检查。上塔时不得少于三人，并且带好绳索。检查结束之日起
15个工作日内公布结果。

三、保障

由市灯塔局负责经费，3. 不是标题，只是一句话里的数字。

公开方式：主动公开
"""

FORWARDED = """# 北湾省云岭市石滩区灯塔局文件

石灯字〔2031〕2号

## 石滩区灯塔局转发《云岭市灯塔局关于转发<北湾省灯塔局关于夜间检查的意见>的通知》的通知

各股室：

现转发给你们，请照办。

---

石滩区灯塔局

2031年9月9日印发

---

# 云岭市灯塔局文件

云灯字〔2031〕5号

## 云岭市灯塔局关于转发《北湾省灯塔局关于夜间检查的意见》的通知

各区灯塔局：

现将意见转发给你们，并提出要求。

**一、统一认识。**夜间检查是大事。

## **二、做好准备。把灯查亮**

1. 备好手电；
2. 备好雨衣。

附件：北湾省灯塔局关于夜间检查的意见

# 北湾省灯塔局文件

北灯规〔2031〕8号

## 北湾省灯塔局关于夜间检查的意见

各市灯塔局：

为查好夜间灯塔，提出如下意见：

## **一、总体要求**

夜间检查要稳。

## **二、怎么查**

**(一) 定时间。**每月初一夜里查，雾天不查。

(二) 定人员。每组四人，其中一人
看守船只。

### 三、创新

(三) 用无人船。鼓励用无人船看塔基。

(此件公开发布)

云岭市灯塔局

2031年9月1日印发
"""

DRAFT = """ 国家灯塔总局关于守塔工作的意见

（征求意见稿）

各省灯塔局：

为守好塔，提出以下意见。

一、总体要求

（一）原则。

依法守塔，除大风天外一

律上塔。

二、任务

（二）守塔计划。每年2月底前

报上一级备案。

（三）信息公开。整改后公示4个月。
"""

COLUMN = """ 海风很大，
灯塔很亮。

□ 林小舟

近年来，云岭灯塔检查越办越好，

守塔人的日子也好过了。

灯塔连着灯塔，检查接着检查

守塔人说，过去一年要查九次，现

在只查两次，省下的时间用来擦灯。

夜里也亮着，人心也暖着

全市共有灯塔318座，去年抽查了其

中的一成，发现坏灯7盏。
"""


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    return {
        "scheme.txt": SCHEME,
        "forwarded.md": FORWARDED,
        "draft.txt": DRAFT,
        "column.txt": COLUMN,
    }


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]) -> Library:
    """A library of the pack with the made-up texts imported."""
    made: Library = open_library(tmp_path_factory.mktemp("library"))
    made.import_files([(text.encode(), name) for name, text in texts.items()])
    return made


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The five official texts, where this machine has them."""
    folder = Path(__file__).resolve().parents[3] / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the official texts are not on this machine")
    return folder
