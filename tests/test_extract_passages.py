"""Short passages: what a number takes from the sentence or the clause before, and what not."""

from __future__ import annotations

import pytest

from claimcheck.pipeline import extract_text

DAY = "2025-11-22"

WALMART = (
    "Walmart raised its full-year outlook on Thursday after comparable sales at its U.S. stores "
    "rose 4.5%, beating the 3.8% analysts had pencilled in."
)
FISCAL = (
    "Walmart's revenue climbed 5.8% in the three months to Oct. 31. It now expects net sales to "
    "grow 5.1% this fiscal year. Adjusted earnings came to 62 cents a share, two cents better "
    "than the Street's number."
)
SHARES = (
    "Walmart earned $6.1 billion. The shares, which are up 12% this year, gained 6.5% to close at "
    "$107.11. At 36 times forward earnings they are dear."
)
INDITEX = (
    "Inditex facturó 28.171 millones de euros en los nueve primeros meses, mientras que el ebitda "
    "creció un 4,2%. El grupo ganó 4.622 millones, un 3,9% más, y cerró octubre con una caja neta "
    "de 11.300 millones. Los analistas de Bankinter elevaron su precio objetivo hasta los 53 euros "
    "desde los 50,4 anteriores."
)
CARS = (
    "Las matriculaciones en España subieron hasta 96.785 unidades, según Anfac. En diez meses se "
    "vendieron 951.000 coches, un 14,9% más. Toyota lideró el mes con 8.912 unidades, seguida de "
    "Volkswagen (7.105)."
)
ROWS = [
    # a forecast's year is no time of what its sentence reports, nor of the next one
    ("en", WALMART, "4.5%", {"start": None, "entity": "walmart"}),
    ("en", WALMART, "3.8%", {"entity": "walmart", "modality": "forecast"}),
    ("en", FISCAL, "5.1%", {"end": "2026-01-31"}),
    ("en", FISCAL, "62 cents", {"start": "2025-08-01", "metric": "eps"}),
    ("en", FISCAL, "two cents", {"metric": "eps"}),
    # a time in words about the subject
    ("en", SHARES, "12%", {"start": "2025-01-01", "metric": "return"}),
    ("en", SHARES, "6.5%", {"start": None, "metric": "return"}),
    ("en", SHARES, "$107.11", {"start": None, "metric": "share_price"}),
    ("en", "Walmart's shares, up 12% this year, gained 6.5%.", "6.5%", {"start": None}),
    ("en", "Sales, which grew 12% in 2023, fell 6.5% in 2024.", "6.5%", {"start": "2024-01-01"}),
    ("en", "In 2024, Walmart sold more, and profit rose 6.5%.", "6.5%", {"start": "2024-01-01"}),
    ("fr", "L'action Kering, qui a doublé en 2024, a cédé 1,3 %.", "1,3 %", {"start": None}),
    ("de", "Die Aktie, die sich seit Jahresbeginn verdoppelt hat, gab um 1,3 Prozent nach.", "verdoppelt", {"metric": "return"}),
    # of one thing in one sentence
    ("es", INDITEX, "4,2%", {"start": "2025-01-01", "end": "2025-09-30"}),
    ("es", INDITEX, "4.622 millones", {"start": "2025-01-01", "end": "2025-09-30"}),
    ("es", INDITEX, "11.300 millones", {"start": "2025-10-01", "metric": "cash_position"}),
    # who sets a target is not whose it is
    ("es", INDITEX, "53 euros", {"entity": "inditex", "metric": "target_price"}),
    ("es", INDITEX, "50,4", {"entity": "inditex", "metric": "target_price"}),
    ("tr", "THY'nin kârı 58 milyar lira oldu. İş Yatırım hedef fiyatını 452 liraya yükseltti.", "452 liraya", {"entity": "turkish-airlines"}),
    ("en", "Jefferies cut its price target on Nike to $70.", "$70", {"entity": "nike"}),
    # the share, not the profit told before
    ("ar", "حققت أرامكو صافي ربح بلغ 101 مليار ريال. وأغلق سهمها عند 25.8 ريال، مرتفعاً 0.5%.", "25.8 ريال", {"metric": "share_price", "entity": "saudi-aramco"}),
    ("ar", "حققت أرامكو صافي ربح بلغ 101 مليار ريال. وأغلق سهمها عند 25.8 ريال، مرتفعاً 0.5%.", "0.5%", {"metric": "share_price_change"}),
    ("tr", "THY 58 milyar lira net kâr açıkladı. Hisse %2,4 değer kaybederek 290 liradan kapandı.", "290 liradan", {"metric": "share_price", "kind": "level"}),
    ("fr", "Danone a publié un chiffre d'affaires de 6,9 milliards. Le titre a terminé à 77,1 euros.", "77,1 euros", {"metric": "share_price"}),
    # a place written onto what a firm sells
    ("zh", "小米营收1131亿元。智能手机出货量4330万台，全球市占率13.6%。", "13.6%", {"entity": "xiaomi", "metric": "market_share"}),
    ("ja", "トヨタの売上高は24兆円だった。世界販売台数は約532万台で5%増えた。", "532万", {"entity": "toyota"}),
    ("en", "Toyota's market share in Europe climbed to 7.1%.", "7.1%", {"entity": "toyota"}),
    ("en", "The market share of electric cars in Europe climbed to 17%.", "17%", {"entity": "europe"}),
    ("en", "Walmart's revenue rose 5.8%. E-commerce sales jumped 27%.", "27%", {"metric": "revenue_growth", "entity": "walmart"}),
    ("en", "US online sales grew 9% in October.", "9%", {"metric": "retail_sales_growth", "entity": "united-states"}),
    # what the sentence has named, not the one before
    ("fr", "L'euro s'échangeait à 1,1510 dollar. Le climat des affaires en France a gagné un point, à 98, alors que sa moyenne de long terme est de 100.", "100", {"metric": "business_confidence", "entity": "france"}),
    ("fr", "Le rendement de l'OAT à dix ans s'est tendu à 3,47 %, portant l'écart avec le Bund à 76 points de base.", "76 points de base", {"metric": "yield_spread", "entity": "france"}),
    # days and years that are held against
    ("fr", "Les marchés évaluent à 71 % la probabilité d'une baisse de taux de la Fed en décembre, contre 39 % la veille.", "39 %", {"start": "2025-12-01"}),
    ("de", "Die Bundesbank rechnet für 2025 mit einem Wachstum von 0,2 Prozent, nachdem die Wirtschaft im Vorjahr um 0,5 Prozent geschrumpft war.", "0,5 Prozent", {"start": "2024-01-01", "modality": "reported"}),
    ("de", "Der Umsatz stieg 2024 um 5 Prozent, gegenüber dem Vorjahr sank der Gewinn um 3 Prozent.", "3 Prozent", {"start": "2024-01-01"}),
    # the time of a record
    ("es", "El bitcoin ha perdido un tercio desde su récord de octubre.", "un tercio", {"start": None}),
    ("fr", "Le bitcoin, tombé sous 81.000 dollars, a perdu un tiers de sa valeur depuis son record d'octobre.", "81.000 dollars", {"start": None}),
    ("de", "Bitcoin hat seit dem Rekordhoch vom Oktober ein Drittel verloren.", "ein Drittel", {"start": None}),
    ("en", "Bitcoin slid below $82,000, 35% off its October peak.", "$82,000", {"start": None, "metric": "price"}),
    ("en", "Gold set a record in October, when it rose 5%.", "5%", {"start": "2025-10-01"}),
    # a multiple has the year of its profits, not the quarter told before
    ("en", "Nike's sales rose 1% in the third quarter. The stock trades at 30 times earnings.", "30 times", {"start": None}),
    ("en", "Nike should earn $2.10 a share in fiscal 2027. The stock trades at 30 times earnings.", "30 times", {"start": "2026-06-01"}),
    # month-end stocks are no day of prices
    ("ar", "سجل صافي الاحتياطيات الأجنبية في مصر 50.1 مليار دولار بنهاية أكتوبر. وصعد المؤشر EGX30 بنسبة 1.2%.", "1.2%", {"start": "2025-11-22"}),
    # who foresees is not what it foresees
    ("en", "Egypt's inflation rose to 12.5%. S&P expects growth of 4.8% this fiscal year.", "4.8%", {"entity": "egypt"}),
    ("en", "Germany grew 0.2%. The S&P 500 gained while the economy grew 3%.", "3%", {"entity": "united-states"}),
    ("ar", "ارتفع التضخم في مصر إلى 12.5% في أكتوبر. وأبقى البنك المركزي سعر الفائدة عند 21%.", "21%", {"entity": "egypt", "metric": "policy_rate"}),
    ("ar", "توقع الصندوق نمو اقتصاد مصر 4.8% في العام المالي الحالي.", "4.8%", {"entity": "egypt", "metric": "gdp_growth"}),
    ("zh", "1—10月固定资产投资下降1.7%，其中房地产开发投资下降14.7%。", "1.7%", {"entity": None, "metric": "other"}),
    ("fr", "Le Trésor américain à dix ans rendait 4,06 % vendredi.", "4,06 %", {"entity": "united-states", "metric": "bond_yield"}),
    # how many times as much, where verbs stand last
    ("ja", "ソフトバンクグループの7〜9月期の純利益は2兆5022億円と前年同期の約2.1倍だった。", "2.1倍", {"metric": "earnings_growth", "start": "2025-07-01"}),
    ("ja", "売上高は3倍に増えた。", "3倍", {"metric": "revenue_growth"}),
    ("ja", "トヨタの予想PERは8倍に上昇した。", "8倍", {"metric": "pe_ratio"}),
    # a year of two calendar years is the firm's own
    ("de", "Siemens schloss das Geschäftsjahr 2024/25 mit einem Umsatz von 78,9 Milliarden Euro ab.", "78,9 Milliarden Euro", {"start": "2024-10-01", "end": "2025-09-30"}),
    ("en", "Siemens reported revenue of 78.9 billion euros for fiscal 2024/25.", "78.9 billion euros", {"start": "2024-10-01", "end": "2025-09-30"}),
    ("fr", "Pernod Ricard a réalisé un chiffre d'affaires de 10,96 milliards sur l'exercice 2024/25.", "10,96 milliards", {"start": "2024-07-01"}),
    ("de", "Im Geschäftsjahr 2024/25 verdiente die Nordwerk AG 5 Millionen Euro.", "5 Millionen Euro", {"start": "2024-01-01", "end": "2025-12-31"}),
    # a firm's loss, price, sales and output
    ("de", "Thyssenkrupp verdiente 532 Millionen Euro, nach einem Fehlbetrag von 1,5 Milliarden im Jahr davor.", "1,5 Milliarden", {"metric": "net_income", "entity": "thyssenkrupp"}),
    ("de", "Thyssenkrupp hat gut verdient. Der Kurs hat sich 2025 mehr als verdreifacht.", "verdreifacht", {"metric": "share_price_change"}),
    ("ru", "Розничный товарооборот «Магнита» вырос за девять месяцев на 16,9%.", "16,9%", {"metric": "revenue_growth", "entity": "magnit"}),
    ("ru", "Розничный товарооборот в России вырос на 2,1%.", "2,1%", {"metric": "retail_sales_growth", "entity": "russia"}),
    ("en", "Rio Tinto produced 84.3 million tonnes of iron ore in the third quarter, up 2% on the year.", "84.3 million tonnes", {"metric": "production_volume", "entity": "rio-tinto"}),
    ("en", "Rio Tinto produced 84.3 million tonnes of iron ore in the third quarter, up 2% on the year.", "2%", {"metric": "production_volume_growth", "entity": "rio-tinto"}),
    ("en", "Iron ore rose 2% to $105 a tonne.", "2%", {"metric": "return", "entity": "iron-ore"}),
    ("zh", "比亚迪10月销量44.17万辆，同比下滑12.1%，出口8.4万辆。", "8.4万", {"entity": "byd"}),
    # a share of sales is none of their growth, and no count of accounts
    ("en", "Bookings were €5.4bn at ASML. China falls to 20% of sales from 33%.", "20%", {"metric": "other"}),
    ("en", "China accounts for 20% of ASML's sales.", "20%", {"metric": "other"}),
    # "the peso" is money, the weight of a share is not
    ("es", "El peso cayó 0,9% a 18,47 por dólar.", "18,47", {"metric": "exchange_rate"}),
    ("es", "El peso de Nvidia en el índice subió al 8%.", "8%", {"metric": "fund_weight", "entity": "nvidia"}),
    # above a forecast
    ("en", "UK borrowing was £17.4bn, £3bn above the OBR's forecast.", "£17.4bn", {"modality": "reported", "entity": "united-kingdom"}),
    ("en", "The OBR's forecast of £20bn was above ours.", "£20bn", {"modality": "forecast"}),
    ("tr", "Konut fiyat endeksi eylülde yıllık %32,2 yükseldi; enflasyondan arındırıldığında %0,8 geriledi.", "%0,8", {"metric": "house_price_growth"}),
    # things sold, and the units that points are told in elsewhere
    ("es", CARS, "951.000", {"metric": "units_sold"}),
    ("es", CARS, "14,9%", {"metric": "units_sold_growth"}),
    ("es", CARS, "8.912 unidades", {"metric": "units_sold", "entity": "toyota"}),
    ("es", CARS, "7.105", {"metric": "units_sold", "entity": "volkswagen"}),
    ("es", "El Merval cerró en 2.153.000 unidades.", "2.153.000 unidades", {"metric": "index_level"}),
    # whose figures, and how they are counted
    ("zh", "腾讯非国际财务报告准则净利润706亿元。摩根士丹利给予目标价735港元，相当于2026年预测市盈率22倍。", "22倍", {"entity": "tencent", "metric": "pe_ratio"}),
    ("zh", "腾讯非国际财务报告准则净利润706亿元。", "706亿元", {"basis": ("adjusted",)}),
    ("de", "Die Reallöhne stiegen im dritten Quartal um 2,7 Prozent, die Nominallöhne um 4,9 Prozent.", "2,7 Prozent", {"basis": ("real",)}),
    ("de", "Die Reallöhne stiegen im dritten Quartal um 2,7 Prozent, die Nominallöhne um 4,9 Prozent.", "4,9 Prozent", {"basis": ("nominal",)}),
    ("ru", "Добыча нефти в ОПЕК+ выросла на 0,1 млн баррелей в сутки.", "0,1 млн баррелей в сутки", {"entity": "opec"}),
    ("ja", "オリエンタルランドの純利益は597億円。株価は年初来で15%安い。", "15%", {"metric": "return", "start": "2025-01-01"}),
    ("ja", "同社株は競合より15%安い。", "15%", {"metric": "valuation_discount"}),
    ("pt", "A dívida financeira líquida situava-se em 617 milhões.", "617 milhões", {"modality": "reported"}),
    ("pt", "Se a dívida líquida cair para 617 milhões, a TAP pagará dividendos.", "617 milhões", {"modality": "conditional"}),
    ("fr", "La BCE, qui a laissé son taux de dépôt à 2 % en octobre, prévoit une inflation de 1,7 % en 2026.", "1,7 %", {"metric": "cpi_inflation", "entity": "euro-area"}),
    ("fr", "Le déficit est passé à 5,4 % du PIB de 5,8 %.", "5,8 %", {"metric": "budget_deficit"}),
    ("de", "Analysten hatten im Schnitt mit 54,9 Milliarden Umsatz gerechnet.", "54,9 Milliarden", {"metric": "revenue"}),
    ("es", "Repsol ganó 1.177 millones de euros hasta septiembre, un 34% menos.", "34%", {"kind": "growth", "metric": "earnings_growth"}),
    ("tr", "Şirketin satış gelirleri %16 artışla 208 milyar lira oldu.", "208 milyar lira", {"kind": "level"}),
    ("tr", "Ford Otosan hissesi son bir ayda %9 değer yitirdi ve 6,8 F/K ile işlem görüyor.", "6,8", {"start": None, "metric": "pe_ratio"}),
    ("ja", "日本の対米輸出は3.1%減となった。", "3.1%", {"entity": "japan", "metric": "export_growth"}),
    # the index, the pair, the volumes of a firm, bonds by their years
    ("es", "El Ibex 35 subió un 1%. El Brent cotizaba a 62,4 dólares. En lo que va de año el selectivo gana un 36%.", "36%", {"entity": "ibex-35"}),
    ("es", "El Ibex 35 ha cerrado la semana con un descenso del 3,2%.", "3,2%", {"start": "2025-11-17"}),
    ("tr", "Dolar/TL 42,45 seviyesinden, euro/TL 48,90 seviyesinden işlem gördü.", "48,90", {"entity": "eur"}),
    ("fr", "Saint-Gobain a vendu plus. Les volumes ont augmenté de 0,4 %.", "0,4 %", {"metric": "units_sold_growth"}),
    ("ru", "Brent подешевел. Доходность годовых ОФЗ упала до 13,4%.", "13,4%", {"metric": "bond_yield", "entity": "russia"}),
    # the yardstick of a spread, and the bank of a country without one
    ("fr", "Le rendement de l'OAT à dix ans s'est détendu à 3,43 % et l'écart avec le Bund est revenu à 78 pb.", "3,43 %", {"entity": "france"}),
    ("fr", "L'OAT à dix ans se tend de 4 points de base à 3,52 %, l'écart avec le Bund revient à 68 pb.", "68 pb", {"entity": "france", "metric": "yield_spread"}),
    ("en", "Bunds yielded 2.7% and the spread of Italy over Bunds was 76 basis points.", "2.7%", {"entity": "germany"}),
    ("fr", "Un économiste sur deux mise sur un taux de dépôt à 2,50 % fin 2026.", "2,50 %", {"entity": "ecb"}),
    ("de", "Der Einlagensatz liegt bei 2 Prozent.", "2 Prozent", {"entity": "ecb"}),
    ("fr", "Chômage : le taux grimpe à 7,7 %.", "7,7 %", {"entity": "france"}),
    ("es", "Chile exportó cobre por US$ 4.310 millones, 7,9% más en doce meses.", "US$ 4.310 millones", {"entity": "chile", "metric": "exports"}),
    # polls and estimates of others, lists behind an aim, sums of other sizes
    ("en", "The eurozone economy grew fast. GDP rose 0.4%; economists in a Reuters poll had forecast 0.2%.", "0.2%", {"metric": "gdp_growth", "entity": "euro-area"}),
    ("en", "The eurozone's GDP rose 0.4%. Economists polled by Reuters had forecast 0.2%.", "0.2%", {"metric": "gdp_growth", "modality": "forecast"}),
    ("fr", "Le PIB de la France a progressé de 0,1 %. Les économistes attendaient 0,2 %.", "0,2 %", {"metric": "gdp_growth", "modality": "forecast"}),
    ("en", "The lender reiterated its targets for 2025: revenue of about 32 billion euros and a margin below 65%.", "32 billion euros", {"modality": "forecast"}),
    ("en", "It halved its dividend plan: revenue of $11.5bn was the lowest in seven years.", "$11.5bn", {"modality": "reported"}),
    ("en", "Revenue rose 12% to $28.1 billion, helped by a $7,500 tax credit.", "$7,500", {"metric": "other"}),
    ("en", "Revenue rose to $1.2 million from $890,000.", "$890,000", {"metric": "revenue"}),
    ("en", "The Russell 2000 trades at 17 times earnings without the loss-makers, which are 40% of the index.", "40%", {"metric": "other"}),
    ("en", "The S&P 600 sits at 15.6x, a discount of nearly 30% to the S&P 500's 22.8x.", "30%", {"entity": "sp-smallcap-600"}),
    ("en", "Payrolls grew by 22,000 in August and June was revised to a loss of 13,000.", "13,000", {"metric": "payrolls"}),
    ("en", "The S&P 500 slipped 0.5% on Thursday but is up 8.2% for the year.", "8.2%", {"start": "2025-01-01"}),
    ("en", "JPMorgan Chase beat forecasts. Jamie Dimon's bank now guides to net interest income of $95.8 billion.", "$95.8 billion", {"entity": "jpmorgan"}),
    ("en", "Deutsche Bank recovered. It had lost 143 million euros, when it booked a charge for Postbank litigation.", "143 million euros", {"entity": "deutsche-bank"}),
    ("en", "It kept its full-year forecast: sales growth of 3% and adjusted EPS of $2.50.", "3%", {"basis": ("yoy",)}),
    ("en", "Britain's economy slowed. GDP expanded 0.3%, above the Bank of England's 0.1% estimate. Production shrank 0.4%.", "0.4%", {"entity": "united-kingdom"}),
    ("en", "Britain's economy slowed in the second quarter. GDP expanded 0.3% from the previous three months.", "0.3%", {"start": "2025-04-01", "end": "2025-06-30", "basis": ("qoq",)}),
    ("en", "In June alone output grew 0.4%, after shrinking 0.1% in May and April.", "0.4%", {"start": "2025-06-01"}),
    ("es", "Wall Street cerró 2024 con su mejor balance. El S&P 500 subió un 23%.", "23%", {"start": "2024-01-01", "end": "2024-12-31"}),
    # views and what they are of, parts of a firm, names in passing, times of lows
    ("en", "Officials raised their 2026 growth forecast to 1.8% from 1.6%.", "1.6%", {"start": "2026-01-01"}),
    ("en", "Apple sees growth of 10% for the December quarter, after September-quarter sales of $102.5 billion. Gross margin was 47.2%.", "47.2%", {"start": "2025-07-01"}),
    ("en", "The Fed cut by a quarter point on Wednesday and pencilled in two more this year.", "a quarter point", {"start": "2025-11-19"}),
    ("en", "Apple posted sales of $102.5 billion, up 8%. Greater China was the weak spot, slipping 4% to $14.5 billion.", "4%", {"metric": "revenue_growth"}),
    ("en", "Apple sold more iPhones. Tim Cook said tariffs cost $1.1 billion in the quarter.", "$1.1 billion", {"entity": "apple"}),
    ("en", "The Bank of England held at 4%, with four members wanting a cut to 3.75%.", "3.75%", {"metric": "policy_rate"}),
    ("en", "Gold tumbled 5.3% to $4,125 an ounce. HSBC raised its average price forecast for 2025 to $3,455.", "$3,455", {"entity": "gold"}),
    ("en", "Gilt yields dipped 3 basis points to 4.43% and the pound added 0.4% to $1.3102.", "0.4%", {"metric": "return", "entity": "gbp"}),
    ("en", "Berkshire was a net seller of stocks, selling $6.1 billion more than it bought.", "$6.1 billion", {"metric": "net_flow"}),
    ("en", "Berkshire's Class A shares have fallen 12% since May.", "12%", {"entity": "berkshire-hathaway"}),
    ("en", "The iShares Russell 2000 ETF took in $2.1 billion last week, the most since November 2024.", "$2.1 billion", {"entity": "russell-2000", "start": "2025-11-10"}),
    ("en", "The Russell 2000 closed at 2,495 on Tuesday, up 42% from its April low.", "42%", {"start": "2025-11-18"}),
    ("en", "Bitcoin is down 28% from its October high of $126,251.", "$126,251", {"start": "2025-10-01"}),
    ("en", "Nvidia's data-centre revenue was $41.1 billion in the three months to July 27, 56% more than a year earlier but shy of the $41.3 billion forecast.", "$41.3 billion", {"metric": "revenue", "entity": "nvidia"}),
    ("en", "The return on sales fell to 5.1% at Mercedes-Benz.", "5.1%", {"metric": "operating_margin"}),
    ("en", "Cisco beat. AI infrastructure orders totalled $1.3 billion.", "$1.3 billion", {"metric": "bookings", "entity": "cisco"}),
    ("en", "Volkswagen's deliveries fell 9% to 453,700 cars; in China they plunged 19%.", "19%", {"entity": "volkswagen"}),
    # shares told aside, divisions, years without their noun, units of goods, the data's beginning
    ("en", "Shelter, a third of the basket, rose just 0.2%.", "a third", {"metric": "other"}),
    ("en", "Smartphones made up 27% of revenue.", "27%", {"kind": "share", "metric": "other"}),
    ("en", "Nike's wholesale sales climbed 7% to $6.8 billion while Nike Direct fell 4%.", "4%", {"metric": "revenue_growth", "entity": "nike"}),
    ("en", "Nike's wholesale sales climbed 7% in the first quarter. Net income was 49 cents a share, against 27 cents expected.", "27 cents", {"start": "2025-01-01", "modality": "forecast"}),
    ("en", "The US should grow 2.0% this year and 2.1% next, China 4.8% and 4.2%.", "2.1%", {"start": "2026-01-01"}),
    ("en", "The US should grow 2.0% this year and 2.1% next, China 4.8% and 4.2%.", "4.2%", {"start": "2026-01-01", "entity": "china"}),
    ("es", "El FMI prevé que España crezca un 2,9% este año y un 2,0% el próximo.", "2,0%", {"start": "2026-01-01"}),
    ("en", "Palantir guides to $1.327 billion for Q4 and now sees $4.4 billion for 2025.", "$4.4 billion", {"start": "2025-01-01"}),
    ("en", "BP earned $2.35 billion, beating the $1.81 billion in a company-compiled poll but 14% below a year earlier.", "14%", {"metric": "earnings_growth"}),
    ("en", "BP earned more. Upstream output was 2.3 million barrels of oil equivalent a day.", "2.3 million barrels", {"entity": "bp"}),
    ("en", "BP's net debt fell to $26.04 billion from $26.97 billion at the end of March.", "$26.04 billion", {"start": None}),
    ("en", "British exports of goods to the US fell by £2.0 billion, the largest drop since records began in 1997.", "£2.0 billion", {"entity": "united-kingdom", "start": None}),
    ("en", "Rents in Austin fell 6.8%, while San Francisco's climbed 4.6%.", "4.6%", {"metric": "rent_growth"}),
    ("en", "The core index was up 0.2% on the month.", "0.2%", {"metric": "core_inflation"}),
    # amounts and counts with a noun of their own, running times, whose average
    ("en", "Target's profit warning rattled retailers. The chain earned $689 million.", "$689 million", {"entity": "target"}),
    ("en", "UPS has cut 34,000 jobs this year and shut 93 buildings.", "34,000", {"metric": "job_cuts"}),
    ("en", "Copper on the LME rose 0.9%, bringing its gain this month to 1.7%.", "0.9%", {"start": None}),
    ("en", "Aluminium added 0.6% to $2,689 and nickel was flat at $15,350.", "$15,350", {"metric": "price", "entity": "nickel"}),
    ("en", "General Motors took a $1.1 billion hit from tariffs, cutting operating profit by 32% to $3 billion.", "$1.1 billion", {"metric": "other"}),
    ("en", "General Motors posted a $1.1 billion quarterly operating profit.", "$1.1 billion", {"metric": "operating_income"}),
    ("en", "General Motors earned more. Its China business swung to a profit of $71 million.", "$71 million", {"entity": "general-motors"}),
    ("en", "The Kospi fell 3.8%. Samsung Electronics shed 5.5%. Even so the Kospi trades at 1.3 times book, against a ten-year average of 0.95.", "0.95", {"entity": "kospi"}),
    ("en", "Nestlé reported nine-month organic growth of 3.3%.", "3.3%", {"start": "2025-01-01", "end": "2025-09-30"}),
    ("en", "Bitcoin hit a nine-month high of $95,000.", "$95,000", {"start": None}),
    ("en", "US GDP grew at a 3.8% pace, the Commerce Department said in its final estimate, revised up from 3.3%.", "3.3%", {"modality": "reported"}),
    ("en", "The rupee settled at 88.74 to the dollar.", "88.74", {"entity": "inr"}),
    # imperfects, times behind a semicolon, days within their month, banks that foresee
    ("es", "Los ingresos recurrentes de CaixaBank avanzaron un 1,4%.", "1,4%", {"metric": "revenue_growth"}),
    ("es", "La inflación de México fue de 3,57% en octubre, por debajo del 3,76% de septiembre; la subyacente se mantuvo en 4,28%.", "4,28%", {"start": "2025-10-01"}),
    ("fr", "Kering vend sa division beauté à L'Oréal pour 4 milliards d'euros.", "4 milliards d'euros", {"metric": "deal_value"}),
    ("pt", "A Petrobras lucrou R$ 32,7 bilhões no terceiro trimestre, alta de 0,5% ante igual período de 2024 e de 22,6% sobre o trimestre anterior.", "22,6%", {"start": "2025-07-01"}),
    ("ar", "أعلنت أرامكو السعودية ارتفاع صافي دخلها المعدل في الربع الثالث 0.9% إلى 28 مليار دولار.", "28 مليار دولار", {"metric": "net_income"}),
    ("de", "Der Dax ist am Freitag um 0,7 Prozent gefallen, im Oktober gewann er 0,3 Prozent. Der Euro gab auf 1,1535 Dollar nach.", "1,1535 Dollar", {"start": "2025-10-01"}),
    ("de", "Der Dax ist am Freitag um 0,7 Prozent gefallen, im November gewann er 0,3 Prozent. Der Euro gab auf 1,1535 Dollar nach.", "1,1535 Dollar", {"start": "2025-11-21"}),
    ("en", "McDonald's grew in the second quarter.", "grew", {"metric": "revenue_growth"}),
    ("fr", "Kering a vendu plus. L'action bondit de 9 % à la Bourse de Paris.", "9 %", {"entity": "kering"}),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "quote", "wanted"), ROWS)
def test_a_number_of_a_passage(
    lang: str, text: str, quote: str, wanted: dict[str, str | None]
) -> None:
    claim = next(
        c for c in extract_text(text, lang=lang, published_at=DAY).claims if c.quote == quote
    )
    found = {
        "metric": claim.metric, "entity": claim.entity.id, "modality": claim.modality,
        "kind": claim.kind, "basis": claim.basis, "start": claim.period.start and str(claim.period.start),
        "end": claim.period.end and str(claim.period.end),
    }  # fmt: skip
    assert {field: found[field] for field in wanted} == wanted


def test_an_outlook_that_is_raised_is_no_trend() -> None:
    text = "Walmart raised its full-year outlook on Thursday."
    assert extract_text(text, lang="en", published_at=DAY).claims == ()
