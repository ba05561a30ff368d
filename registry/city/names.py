"""Made-up names of firms, roads and people. Every firm and road carries 示例, so none can be real."""

from __future__ import annotations

from .dice import Dice

_BRAND_FIRST = "禾云栖澄屿岚沐青朗砚舒棠霁苇荔汐麓芷蔚榕"
_BRAND_SECOND = "屿禾野川澜汀筑岭序舟溪岸谷柚杉朵棉笙果里"
_ROADS = (
    "莲岭 沙溪 梅湾 桐林 浅水 白鹭 云栖 南屏 翠谷 石桥 望海 竹园 银湖 百花 新圳 长坑 观澜里 松坪里"
)
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔向汤"
_GIVEN_FIRST = "知思若清安嘉景明泽书亦子宇沐一文晓云雨秋春夏远志承立可宛令芷钧砚"
_GIVEN_SECOND = "远宁然川言和行之舟恒岚晴微白禾溪岩峰澄默茵彤瑶涵昕航琳蕾睿洲"

# sector: the words a firm of it ends with
_KINDS: dict[str, str] = {
    "即时零售前置仓": "前置仓 生鲜仓 闪送仓 便利仓",
    "大型商业综合体": "广场 购物中心 生活城 商业中心",
    "高端酒店": "大酒店 国际酒店 度假酒店 公寓酒店",
    "预付式经营": "会员生活馆 洗车会所 亲子乐园 摄影馆",
    "电动自行车": "电动车行 电动车专卖店 换电服务站 车辆维修部",
    "教育培训机构": "教育培训中心 艺术培训中心 文化课培训学校 编程培训中心",
    "校园周边": "文具店 便利店 托管服务部 书报店",
    "餐饮": "餐厅 茶餐厅 面馆 粤菜馆 咖啡馆",
    "美容美发": "美容院 美发店 造型馆 养护中心",
    "文体健身": "健身中心 瑜伽馆 游泳馆 羽毛球馆",
    "宠物诊疗": "宠物医院 动物诊所 宠物诊疗中心",
    "家政": "家政服务部 家政公司 保洁服务部",
    "交通枢纽": "交通枢纽站 公交总站 客运站 轨道换乘站",
}


def road(dice: Dice) -> str:
    """A street name."""
    return dice.pick(_ROADS.split())


def firm(dice: Dice, sector: str, branch: str, taken: set[str]) -> str:
    """A firm's name that nobody in the city has yet: 示例禾屿前置仓（莲岭店）."""
    while True:
        brand = dice.pick(_BRAND_FIRST) + dice.pick(_BRAND_SECOND)
        name = f"示例{brand}{dice.pick(_KINDS[sector].split())}（{branch}）"
        if name not in taken:
            taken.add(name)
            return name


def person(dice: Dice) -> str:
    """A person's name of two or three characters."""
    given = dice.pick(_GIVEN_FIRST)
    second = dice.pick(_GIVEN_SECOND)
    return dice.pick(_SURNAMES) + (
        given + second if second != given and dice.percent(85) else given
    )
