"""Each source's own code against answers served on loopback."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from claimcheck.errors import ConfigError, FetchError, PluginError, StoreError
from claimcheck.reference import Observation, as_of
from claimcheck.reference.spans import parse
from claimcheck.reference.store import Store
from claimcheck.schema import plain
from claimcheck.sources import available, bls, fred, pull, sdmx, sec, treasury, worldbank
from claimcheck.sources._targets import target

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "reference"


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRED_API_KEY", "k")
    monkeypatch.setenv("CLAIMCHECK_CONTACT", "Desk desk@example.org")
    monkeypatch.delenv("BLS_API_KEY", raising=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "ref.sqlite") as one:
        yield one


def shown(rows: list[Observation]) -> list[tuple[str, str, str]]:
    from claimcheck.reference.spans import written

    return [(written(row.start, row.end), plain(row.value), str(row.known_from)) for row in rows]


# ---------------------------------------------------------------- every source


def test_every_source_says_what_it_is() -> None:
    assert set(available()) == {"bls", "fred", "sdmx", "sec", "treasury", "worldbank"}
    for name, source in available().items():
        assert source.INFO.title, name
        assert source.INFO.licence, name
        assert source.INFO.url.startswith("https://"), name
        assert source.COVERS, name
        assert source.USAGE, name
        assert 0 < source.RATE <= 10, name
        for heading in ("Covers", "Vintages:", "Licence:", "Limits:"):
            assert heading in (source.__doc__ or ""), (name, heading)


def test_a_source_file_without_the_required_names_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    available.cache_clear()
    monkeypatch.delattr(bls, "COVERS")
    with pytest.raises(PluginError, match=r"source 'bls\.py' lacks COVERS"):
        available()
    monkeypatch.undo()
    available.cache_clear()
    assert "bls" in available()


@pytest.mark.parametrize(
    ("source", "text", "says"),
    [
        ("fred", "UNRATES", "series 'UNRATES' is not described; nearest: UNRATE; say what it is"),
        ("fred", "X=mars:unemployment_rate:%", "unknown entity 'mars'"),
        ("fred", "X=united-states:happiness:%", "unknown metric 'happiness'"),
        ("fred", "X=united-states:unemployment_rate:very", "series 'X'"),
        ("fred", "X=united-states:gdp:USD:nominel", "unknown basis 'nominel'; nearest: nominal"),
    ],
)
def test_a_series_that_is_not_described_says_how_to(source: str, text: str, says: str) -> None:
    if "very" in text:
        assert target(source, text).unit == "very"
        return
    with pytest.raises(StoreError) as caught:
        target(source, text)
    assert says in str(caught.value)


def test_a_series_told_on_the_spot() -> None:
    one = target("fred", "CPILFESL=united-states:core inflation:%:yoy+sa+core")
    assert (one.series, one.entity, one.metric, one.basis, one.unit) == (
        "CPILFESL", "united-states", "core_inflation", ("core", "sa", "yoy"), "percent",
    )


def test_every_described_series_is_of_the_catalogue() -> None:
    from claimcheck import lexicon
    from claimcheck.sources._targets import known

    for source, rows in known().items():
        assert source in available()
        for name in rows:
            one = target(source, name)
            assert one.metric in lexicon.metrics() or one.metric == "cpi", name
            assert one.entity in lexicon.entities() or source == "worldbank", name


# ---------------------------------------------------------------- FRED


def test_fred_gives_changes_with_their_vintages(server: Any, client: Any) -> None:
    server.tell("fred_series.json", "fred_payems.json")
    rows = list(fred.fetch(client, ["PAYEMS"], server.url))
    assert shown(rows) == [
        ("2025-06", "147000", "2025-07-03"), ("2025-06", "14000", "2025-08-01"),
        ("2025-06", "-13000", "2025-09-05"), ("2025-07", "79000", "2025-09-05"),
    ]
    assert {row.unit for row in rows} == {"count"}
    assert "realtime_start=1776-07-04" in server.asked[1][0]


def test_fred_levels_end_the_day_after_realtime_end(server: Any, client: Any) -> None:
    server.tell("fred_series.json", "fred_payems.json")
    rows = list(fred.fetch(client, ["PAYEMS=united-states:headcount:thousand"], server.url))
    may = [(plain(row.value), str(row.known_from), str(row.known_to)) for row in rows if row.start == date(2025, 5, 1)]
    assert may == [
        ("159561000", "2025-06-06", "2025-07-03"), ("159577000", "2025-07-03", "2025-08-01"),
        ("159452000", "2025-08-01", "None"),
    ]
    assert [plain(row.value) for row in as_of(rows, date(2025, 7, 2)) if row.start == date(2025, 5, 1)] == ["159561000"]


def test_fred_reads_page_after_page(server: Any, client: Any) -> None:
    rows = json.loads(Path(__file__).with_name("answers").joinpath("fred_payems.json").read_text())
    first, second = dict(rows), dict(rows)
    first["observations"], second["observations"] = rows["observations"][:5], rows["observations"][5:]
    server.tell("fred_series.json", json.dumps(first).encode(), json.dumps(second).encode())
    assert len(list(fred.fetch(client, ["PAYEMS"], server.url))) == 4
    assert "offset=5" in server.asked[2][0]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"<html>down</html>", "fred: 'PAYEMS': the answer is no JSON"),
        (b'{"error_code":400,"error_message":"Bad Request. The series does not exist."}', "fred: 'PAYEMS': Bad Request. The series does not exist."),
        (b"", "fred: 'PAYEMS': the answer is no JSON"),
    ],
)
def test_fred_answers_that_cannot_be_read(server: Any, client: Any, body: bytes, says: str) -> None:
    server.tell(body)
    with pytest.raises(StoreError) as caught:
        list(fred.fetch(client, ["PAYEMS"], server.url))
    assert says in str(caught.value)


def test_fred_without_a_key(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRED_API_KEY")
    with pytest.raises(ConfigError, match=r"fred: no key; get one at .* and set FRED_API_KEY"):
        list(fred.fetch(client, ["PAYEMS"], "http://127.0.0.1:1"))


def test_a_downloaded_table_of_vintages() -> None:
    text = "date,GDP_20140926,GDP_20141030,GDP_20141125\n2014-04-01,4.6,4.6,4.6\n2014-07-01,.,3.5,3.9\n"
    rows = list(fred.wide(text, target("fred", "A191RL1Q225SBEA"), "Q"))
    assert shown(rows) == [
        ("2014Q2", "4.6", "2014-09-26"), ("2014Q3", "3.5", "2014-10-30"), ("2014Q3", "3.9", "2014-11-25"),
    ]
    assert [str(row.known_to) for row in rows] == ["None", "2014-11-25", "None"]
    with pytest.raises(StoreError, match="column 'value' is no vintage; allowed: SERIES_YYYYMMDD"):
        list(fred.wide("date,value\n2014-04-01,1\n", target("fred", "GDP"), "Q"))


@pytest.mark.shared
def test_downloaded_tables_give_the_known_prints() -> None:
    text = gzip.decompress((SHARED / "alfred/A191RL1Q225SBEA.csv.gz").read_bytes()).decode()
    rows = list(fred.wide(text, target("fred", "A191RL1Q225SBEA"), "Q"))
    for day, value in {"2022-07-29": "-0.9", "2022-09-01": "-0.6", "2024-10-01": "0.3", "2025-10-01": "0.6"}.items():
        held = {row.start: row.value for row in as_of(rows, date.fromisoformat(day))}
        assert held[date(2022, 4, 1)] == Decimal(value), day
    text = gzip.decompress((SHARED / "alfred/PAYEMS.csv.gz").read_bytes()).decode()
    rows = list(fred.wide(text, target("fred", "PAYEMS"), "M"))
    june = parse("2025-06")
    prints = {str(row.known_from): int(row.value) for row in rows if (row.start, row.end) == june}
    assert prints["2025-07-03"] == 147000
    assert prints["2025-09-05"] == -13000


@pytest.mark.shared
def test_recorded_answers_of_fred() -> None:
    one = target("fred", "GDP")
    folder = SHARED / "fred_samples"
    all_rows = json.loads((folder / "test_get_series_all_releases.json").read_text())["observations"]
    rows = list(fred.observations(all_rows, one, "Q"))
    recorded = json.loads((folder / "test_get_series_asof_date.json").read_text())["observations"]
    then = {row["date"]: row["value"] for row in recorded if row["realtime_end"] == "2019-01-01" and row["value"] != "."}
    held = {row.start.isoformat(): row.value for row in as_of(rows, date(2019, 1, 1))}
    assert len(then) > 280
    assert held == {day: Decimal(value) * 10**9 for day, value in then.items()}


# ---------------------------------------------------------------- BLS


def test_bls_leaves_out_what_was_never_collected(server: Any, client: Any) -> None:
    server.tell("bls_cpi.json")
    rows = list(bls.fetch(client, ["CUUR0000SA0@2025"], server.url))
    assert shown(rows) == [
        ("2025-08", "323.976", "None"), ("2025-09", "324.800", "None"),
        ("2025-11", "324.122", "None"), ("2025-12", "324.054", "None"),
    ]
    assert json.loads(server.asked[0][2]) == {"seriesid": ["CUUR0000SA0"], "startyear": "2025", "endyear": "2025"}


def test_bls_changes_are_not_taken_over_a_gap(server: Any, client: Any) -> None:
    body = Path(__file__).with_name("answers").joinpath("bls_cpi.json").read_bytes()
    server.tell(body.replace(b"CUUR0000SA0", b"CES0000000001"))
    rows = list(bls.fetch(client, ["CES0000000001@2025"], server.url))
    assert shown(rows) == [("2025-09", "824", "None"), ("2025-12", "-68", "None")]


def test_bls_sends_a_key_when_there_is_one(
    server: Any, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLS_API_KEY", "secret")
    server.tell("bls_cpi.json")
    list(bls.fetch(client, ["CUUR0000SA0@2015-2025"], server.url))
    assert json.loads(server.asked[0][2])["registrationkey"] == "secret"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"status":"REQUEST_NOT_PROCESSED","message":["daily threshold reached"],"Results":{}}', "bls: 'CUUR0000SA0': daily threshold reached"),
        (b'{"status":"REQUEST_SUCCEEDED","message":["Series does not exist"],"Results":{"series":[{"seriesID":"CUUR0000SA0","data":[]}]}}', "Series does not exist; check the id and the years"),
        (b"not json", "the answer cannot be read"),
    ],
)
def test_bls_answers_that_give_nothing(server: Any, client: Any, body: bytes, says: str) -> None:
    server.tell(body)
    with pytest.raises(StoreError) as caught:
        list(bls.fetch(client, ["CUUR0000SA0"], server.url))
    assert says in str(caught.value)


# ---------------------------------------------------------------- SDMX


@pytest.mark.parametrize("answer", ["ecb_exr.csv", "ecb_exr.xml"])
def test_sdmx_in_two_forms(server: Any, client: Any, answer: str) -> None:
    server.tell(answer)
    rows = list(sdmx.fetch(client, ["ECB/EXR/M.USD.EUR.SP00.A"], server.url))
    assert shown(rows) == [("1999-01", "1.16078", "None"), ("1999-02", "1.120765", "None")]
    assert (rows[0].entity, rows[0].unit, rows[0].per) == ("eur", "USD", "EUR")
    assert server.asked[0][0] == "/EXR/M.USD.EUR.SP00.A"


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2025", "2025"), ("2025-Q3", "2025Q3"), ("2025-S1", "2025H1"), ("2025-10-05", "2025-10-05"),
        ("2025-W01", "2024-12-30/2025-01-05"), ("2025-10-05T00:00:00", "2025-10-05"),
    ],
)
def test_sdmx_periods(period: str, days: str) -> None:
    text = f"KEY,FREQ,TIME_PERIOD,OBS_VALUE\nX,M,{period},1\n"
    (row,) = sdmx.observations(text, target("sdmx", "ECB/EXR/M.USD.EUR.SP00.A"))
    assert (row.start, row.end) == parse(days)


def test_sdmx_structure_specific() -> None:
    text = '<d:Data xmlns:d="x"><Series FREQ="M" AREA="US"><Obs TIME_PERIOD="2026-03" OBS_VALUE="3.625"/></Series></d:Data>'
    (row,) = sdmx.observations(text, target("sdmx", "BIS/WS_CBPOL/M.US"))
    assert (row.entity, str(row.value)) == ("federal-reserve", "3.625")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("KEY,FREQ,TIME_PERIOD,OBS_VALUE\nX,M,2025-01,1\nY,A,2025-01,2\n", "the answer holds 2 series"),
        ("KEY,FREQ,TIME_PERIOD,OBS_VALUE\n", "holds no observation; check the key"),
        ("error,message\n1,2\n", "no SDMX-CSV: no column OBS_VALUE"),
        ("<a><b>", "the answer is cut off"),
        ("KEY,FREQ,TIME_PERIOD,OBS_VALUE\nX,M,soon,1\n", "period 'soon' cannot be read"),
    ],
)
def test_sdmx_answers_that_cannot_be_used(text: str, says: str) -> None:
    with pytest.raises(StoreError) as caught:
        list(sdmx.observations(text, target("sdmx", "ECB/EXR/M.USD.EUR.SP00.A")))
    assert says in str(caught.value)


def test_sdmx_names_the_agencies(client: Any) -> None:
    with pytest.raises(StoreError, match="is no AGENCY/FLOW/KEY; agencies: ECB, ESTAT, OECD, IMF, BIS"):
        list(sdmx.fetch(client, ["EXR=eur:exchange_rate:USD"], "http://127.0.0.1:1"))


@pytest.mark.shared
def test_sdmx_sample_of_the_ecb() -> None:
    text = (SHARED / "sdmx/ECB_EXR_1_M.USD.EUR.SP00.A.xml").read_text(encoding="utf-8")
    rows = list(sdmx.observations(text, target("sdmx", "ECB/EXR/M.USD.EUR.SP00.A")))
    assert len(rows) > 200
    assert shown(rows)[0] == ("1999-01", "1.16078", "None")


@pytest.mark.shared
def test_sdmx_csv_sample_with_another_time_column() -> None:
    text = (SHARED / "sdmx/v3_csv_example-01.csv").read_text(encoding="utf-8")
    rows = list(sdmx.observations(text, target("sdmx", "ESTAT/NA_MAIN/A.B=germany:gdp:EUR bn")))
    assert shown(rows)[:2] == [("2014-01", "12400000000", "None"), ("2014-02", "10800000000", "None")] or (
        [str(row.value.normalize()) for row in rows[:2]] == ["1.24E+10", "1.08E+10"]
    )


# ---------------------------------------------------------------- World Bank, Treasury


def test_worldbank_countries_of_the_catalogue(server: Any, client: Any) -> None:
    server.tell("worldbank_gdp.json")
    rows = list(worldbank.fetch(client, ["NY.GDP.MKTP.CD@US;DE"], server.url))
    assert [(row.entity, row.start.year, str(row.value)) for row in rows] == [
        ("germany", 2022, "4082469490797.68"), ("united-states", 2022, "25744108000000"),
    ]
    assert server.asked[0][0].startswith("/v2/country/US;DE/indicator/NY.GDP.MKTP.CD?")


def test_worldbank_reads_every_page(server: Any, client: Any) -> None:
    body = Path(__file__).with_name("answers").joinpath("worldbank_gdp.json").read_bytes()
    server.tell(body.replace(b'"pages":1', b'"pages":2'))
    assert len(list(worldbank.fetch(client, ["NY.GDP.MKTP.CD"], server.url))) == 4
    assert "page=2" in server.asked[1][0]


def test_worldbank_says_what_is_wrong(server: Any, client: Any) -> None:
    server.tell(b'[{"message":[{"id":"120","key":"Invalid value","value":"The provided parameter value is not valid"}]}]')
    with pytest.raises(StoreError, match="The provided parameter value is not valid; check indicator and countries"):
        list(worldbank.fetch(client, ["NY.GDP.MKTP.CD"], server.url))


def test_treasury_debt_by_day(server: Any, client: Any) -> None:
    server.tell("treasury_debt.json")
    rows = list(treasury.fetch(client, ["debt_to_penny@2024-12-30"], server.url))
    assert shown(rows) == [
        ("2024-12-30", "36184543241047.41", "2024-12-31"), ("2024-12-31", "36218605311689.91", "2025-01-01"),
    ]
    assert "filter=record_date%3Agte%3A2024-12-30" in server.asked[0][0]
    with pytest.raises(StoreError, match="no table 'debt'; there are: debt_to_penny"):
        list(treasury.fetch(client, ["debt"], server.url))


# ---------------------------------------------------------------- SEC


def test_sec_figures_by_their_own_days_and_filings(server: Any, client: Any) -> None:
    server.tell("sec_nvidia.json")
    rows = list(sec.fetch(client, ["nvidia"], server.url))
    assert [(row.metric, str(row.start), str(row.value), str(row.known_from)) for row in rows] == [
        ("revenue", "2022-01-31", "26974000000", "2023-02-24"),
        ("revenue", "2023-01-30", "60922000000", "2024-02-21"),
        ("eps", "2023-01-30", "11.93", "2024-02-21"),
        ("eps", "2023-01-30", "1.19", "2025-02-26"),
    ]
    assert server.asked[0][0] == "/api/xbrl/companyfacts/CIK0001045810.json"
    assert server.asked[0][1]["User-Agent"] == "claimcheck Desk desk@example.org"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nvidea", "unknown entity 'nvidea'; nearest: nvidia"),
        ("gold", "no CIK for 'gold'; give the CIK itself"),
        ("999999999", "CIK 0999999999 is no entity of the catalogue"),
    ],
)
def test_sec_companies_that_are_not_known(client: Any, name: str, says: str) -> None:
    with pytest.raises(StoreError) as caught:
        list(sec.fetch(client, [name], "http://127.0.0.1:1"))
    assert says in str(caught.value)


def test_sec_wants_a_contact(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLAIMCHECK_CONTACT")
    with pytest.raises(ConfigError, match="set CLAIMCHECK_CONTACT"):
        list(sec.fetch(client, ["1045810"], "http://127.0.0.1:1"))


def test_sec_refuses_without_a_user_agent(server: Any, client: Any) -> None:
    server.tell({"status": 403})
    with pytest.raises(FetchError, match="HTTP 403 Forbidden; the server wants a User-Agent"):
        list(sec.fetch(client, ["nvidia"], server.url))


def test_sec_answers_that_cannot_be_read() -> None:
    for text in ("", "{}", "[]", '{"facts": 1}'):
        with pytest.raises(StoreError, match="no companyfacts JSON"):
            list(sec.observations(text, "nvidia"))


@pytest.mark.shared
def test_sec_a_filer_under_ifrs() -> None:
    data = gzip.decompress((SHARED / "sec/companyfacts_lpa.json.gz").read_bytes()).decode()
    rows = list(sec.observations(data, "some-company"))
    revenue = {row.start.year: str(row.value) for row in rows if row.metric == "revenue"}
    assert revenue[2021] == "25596073"
    assert revenue[2024] == "43862372"


# ---------------------------------------------------------------- pull


def test_a_pull_adds_once_and_says_what(server: Any, client: Any, store: Store) -> None:
    server.tell("fred_series.json", "fred_payems.json", "fred_series.json", "fred_payems.json")
    seen: list[object] = []
    (first,) = pull("fred", ["PAYEMS"], store, client, server.url, seen.append)
    (second,) = pull("fred", ["PAYEMS"], store, client, server.url)
    assert (first.rows, first.new, second.new) == (4, 4, 0)
    assert seen == [first]
    (info,) = store.sources()
    assert (info.id, info.title, info.observations) == ("fred", fred.INFO.title, 4)
    said = store.evidence("fred/PAYEMS/united-states")
    assert [one.url.rpartition("/")[2].partition("?")[0] for one in said] == ["series", "observations"]
    assert all("api_key=***" in one.url and len(one.sha256) == 64 and one.rows == 4 for one in said)


def test_a_revision_of_a_source_without_vintages_is_known_from_the_day_it_was_seen(
    server: Any, client: Any, store: Store
) -> None:
    body = Path(__file__).with_name("answers").joinpath("bls_cpi.json").read_bytes()
    server.tell(body, body.replace(b"324.054", b"324.100"), body.replace(b"324.054", b"324.100"))
    client.clock = lambda: 1_790_000_000
    new = [pull("bls", ["CUUR0000SA0@2025"], store, client, server.url)[0].new for _ in range(3)]
    assert new == [4, 1, 0]
    december = [row for row in store.find("united-states", "cpi") if row.start.month == 12]
    assert [(str(row.value), str(row.known_from)) for row in december] == [("324.054", "2026-01-13"), ("324.100", "2026-09-21")]


def test_an_interrupted_pull_keeps_what_was_done(
    server: Any, client: Any, store: Store, tmp_path: Path
) -> None:
    client.cache = tmp_path / "cache"
    server.tell("bls_cpi.json", {"status": 404})
    with pytest.raises(FetchError):
        pull("bls", ["CUUR0000SA0@2025", "LNS14000000@2025"], store, client, server.url)
    assert len(list(store.rows())) == 4
    server.said.clear()
    server.tell({"body": b'{"status":"REQUEST_SUCCEEDED","Results":{"series":[{"seriesID":"LNS14000000","data":[{"year":"2025","period":"M12","value":"4.4"}]}]}}'})
    server.asked.clear()
    done = pull("bls", ["CUUR0000SA0@2025", "LNS14000000@2025"], store, client, server.url)
    assert [one.new for one in done] == [0, 1]
    assert len(server.asked) == 1


def test_a_source_that_does_not_exist(client: Any, store: Store) -> None:
    with pytest.raises(StoreError, match="no source 'fredd'; there are: bls, fred, sdmx, sec"):
        pull("fredd", ["X"], store, client)
