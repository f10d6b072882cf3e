"""Real sentences through the whole path: who is who, who says what, who did what to whom."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import legation
from legation.entries import Quote, Reading, Record
from legation.reading.decode import read as read_text
from legation.resolving import nominals, statements
from legation.resolving.actors import Cast
from legation.resolving.names import bare_person
from legation.resolving.quotes import quotations

WHO = [
    ("French President Emmanuel Macron met Olaf Scholz in Berlin.", "Macron", ("Emmanuel Macron", "FRA", "GOV")),
    ("Emmanuel Macron flew to Kyiv. Mr Macron praised Ukraine.", "Mr Macron", ("Emmanuel Macron", "FRA", "GOV")),
    ("Officials in Washington said that Pyongyang had fired a missile.", "Pyongyang", ("North Korea", "PRK", "")),
    ("Turkey summoned the ambassador of Sweden.", "Turkey", ("Turkey", "TUR", "")),
    ("The White House rejected the offer.", "White House", ("White House", "USA", "GOV")),
    ("The Taliban attacked a convoy near Kabul.", "Taliban", ("Taliban", "AFG", "REB")),
    ("The United Nations urged both sides to stop.", "Nations", ("United Nations", "IGO", "IGO")),
    ("Angela Merkel arrived in Ankara. She met Turkish officials.", "She", ("Angela Merkel", "DEU", None)),
    ("Theresa May met Donald Trump in Davos. She praised the alliance.", "She", ("Theresa May", "GBR", None)),
    ("The army shelled rebel areas near Damascus in Syria.", "rebel", ("rebels", "SYR", "REB")),
    ("Americans protested in Washington.", "Americans", ("Americans", "USA", "CVL")),
    ("The United States imposed sanctions on Iran.", "States", ("United States", "USA", "")),
    ("Police in Nairobi arrested forty people.", "Police", ("Police", "KEN", "COP")),
    ("Russia and China vetoed it, and analysts say that more is to come.", "analysts", ("analysts", "", "EDU")),
    ("Robert Gabriel Mugabe spoke in Harare.", "Robert Gabriel Mugabe", ("Robert Gabriel Mugabe", "ZWE", "GOV")),
    ("Chris Christie, the former New Jersey governor, spoke.", "Christie", ("Chris Christie", "USA", None)),
    ("Israel's cabinet met. The Supreme Court heard the case on Monday.", "Supreme Court", ("Supreme Court", "ISR", "JUD")),
    ("Iran's parliament met. The State Department denounced Iran on Tuesday.", "State Department", ("State Department", "USA", "GOV")),
    ("Suspected IS militants shelled a town near Mosul on Friday.", "militants", ("IS", "", "REB")),
    ("Troops freed a village. Boko Haram fighters had held it for a year.", "fighters", ("Boko Haram", "NGA", "REB")),
    ("António Guterres condemned the attack in Mali.", "Guterres", ("António Guterres", "IGO", "IGO")),
    ("Kim Jong-un invited the president.", "un", ("Kim Jong-un", "PRK", "GOV")),
    ("Jean-Claude Juncker met Angela Merkel in Berlin.", "Jean", ("Jean-Claude Juncker", "IGO", "IGO")),
    ("Congolese troops left Goma.", "Congolese troops", ("Congolese troops", "COD", "MIL")),
    ("The Syrian Observatory for Human Rights counted the dead.", "Rights", ("Syrian Observatory for Human Rights", "SYR", "NGO")),
    ("Troops drove IS out of Mosul in July.", "IS", ("IS", "", "REB")),
    ("The New York Times asked for papers. The newspaper said that it got none.", "newspaper", ("New York Times", "USA", "JRN")),
    ("Boko Haram left. The U.S. State Department spoke. The report blamed Nigeria.", "report", ("U.S. State Department", "USA", "GOV")),
    ("Bill Case teaches in Hong Kong. “We will wait,” Case added.", "” Case", ("Bill Case", "HKG", None)),
    ("Syrian rebels met Russian officials. Turkey said that the rebels had agreed.", "the rebels", ("rebels", "SYR", "REB")),
    ("Turkish jets bombed the Kurdish People’s Protection Units.", "Units", ("Kurdish People’s Protection Units", "SYR", "REB")),
    ("Jets bombed the Kurdish People’s Protection Units. The YPG hit back.", "YPG", ("Kurdish People’s Protection Units", "SYR", "REB")),
    ("It was signed by Ali Shamkhani, the secretary of Iran's Supreme National Security Council, and Musaad bin Mohammed al-Aiban, "
     "the Saudi national security adviser, in the presence of Wang Yi.", "al-Aiban", ("Musaad bin Mohammed al-Aiban", "SAU", "GOV")),
    ("Fernandez denied it. The Argentine president, Cristina Fernandez de Kirchner, was in Moscow.", "Fernandez",
     ("Cristina Fernandez de Kirchner", "ARG", "GOV")),
    ("Western sanctions hurt the banks of Russia.", "Western", ("West", "", "")),
    ("Western countries condemned the coup in Mali.", "Western countries", ("Western countries", "", None)),
    ("Rodrigo Duterte left for Beijing on Tuesday. Duterte said his country wants peace.", "country", ("Philippines", "PHL", "")),
]


@pytest.mark.parametrize(("text", "words", "expected"), WHO)
def test_who_a_word_stands_for(text: str, words: str, expected: tuple[str, str, str | None]) -> None:
    reading = read_text(text)
    cast = Cast(reading, "2017-02-02" if "Merkel" in text or "Mugabe" in text else "2022-02-07")
    end = text.index(words) + len(words)
    (at,) = [i for i, t in enumerate(reading.tokens) if t.span.end == end]
    who = cast.actor_at(at)
    assert who is not None
    name, code, sector = expected
    assert (who.name, who.code) == (name, code)
    assert sector is None or who.sector == sector


MILITARY = [
    ("Japan offered military aid to Manila.", ""),
    ("Russian military strikes hit Aleppo.", ""),
    ("The U.S. military struck targets in Yemen.", "U.S. military"),
    ("Egypt's military denied the report.", "Egypt's military"),
]


@pytest.mark.parametrize(("text", "name"), MILITARY)
def test_a_kind_of_thing_is_nobody(text: str, name: str) -> None:
    reading = read_text(text)
    at = next(i for i, t in enumerate(reading.tokens) if t.text == "military")
    who = Cast(reading, "2022-02-07").actor_at(at)
    assert (who.name if who else "") == name


BARE = [
    ("U.S. President Donald Trump", "Donald Trump"),
    ("British Prime Minister David Cameron", "David Cameron"),
    ("South Korean President Moon Jae-in", "Moon Jae-in"),
    ("State Rex Tillerson", "Rex Tillerson"),
    ("King Salman", "Salman"),
    ("envoy Vitaly Churkin", "Vitaly Churkin"),
    ("Kim Jong Un", "Kim Jong Un"),
]


@pytest.mark.parametrize(("read", "name"), BARE)
def test_titles_are_no_part_of_a_name(read: str, name: str) -> None:
    assert bare_person(read) == name


EACH = [
    ("Talks between the Russian and Ukrainian delegations resumed.", "delegations", "Russian delegations RUS, Ukrainian delegations UKR"),
    ("French, German and British officials met.", "officials", "French officials FRA, German officials DEU, British officials GBR"),
    ("South Korean and Japanese troops held an exercise.", "troops", "South Korean troops KOR, Japanese troops JPN"),
    ("Greek foreign minister Nikos Dendias wrote. The Greek and Turkish foreign ministers met.", "ministers",
     "Nikos Dendias GRC, Turkish foreign ministers TUR"),
    ("Russian delegations met in Minsk.", "delegations", "Russian delegations RUS"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "names"), EACH)
def test_of_two_peoples_each_is_a_party(text: str, word: str, names: str) -> None:
    reading = read_text(text)
    cast = Cast(reading, "2022-04-01")
    at = max(i for i, t in enumerate(reading.tokens) if t.text == word)
    assert ", ".join(f"{a.name} {a.code}" for a in cast.actors_at(at)) == names


HOLDERS = [
    ("The French president condemned the attack.", "2015-03-10", "president", "François Hollande"),
    ("The U.S. secretary of state criticized China.", "2016-05-01", "secretary", "John Kerry"),
    ("The UN chief condemned the attack in Syria.", "2012-05-01", "chief", "Ban Ki-moon"),
    ("Turkey's foreign minister accused Greece.", "2021-05-01", "minister", "Mevlüt Çavuşoğlu"),
    ("The former French president criticized Italy.", "2015-03-10", "president", ""),
]


@pytest.mark.parametrize(("text", "published", "word", "name"), HOLDERS)
def test_who_held_the_office_that_a_role_speaks_of(text: str, published: str, word: str, name: str) -> None:
    reading = read_text(text)
    cast = Cast(reading, published)
    (at,) = [i for i, t in enumerate(reading.tokens) if t.text == word]
    who = cast.actor_at(at)
    assert who is not None
    assert (who.holder.name if who.holder else "") == name


PAIRS = [
    (
        "Vladimir Putin flew to Ankara to see Recep Tayyip Erdogan. The two leaders discussed Syria.",
        "leaders",
        ["Vladimir Putin", "Recep Tayyip Erdogan"],
    ),
    ("India and Pakistan exchanged fire. The two countries agreed to hold talks.", "countries", ["India", "Pakistan"]),
    ("The two Koreas will resume trade.", "Koreas", ["North Korea", "South Korea"]),
]


@pytest.mark.parametrize(("text", "word", "names"), PAIRS)
def test_both_sides(text: str, word: str, names: list[str]) -> None:
    reading = read_text(text)
    (at,) = [i for i, t in enumerate(reading.tokens) if t.text == word]
    assert [a.name for a in Cast(reading, "2018-04-03").actors_at(at)] == names


def test_when_it_was_said() -> None:
    text = "Angela Merkel said on Tuesday that Germany would take in more refugees. “We can do it,” she told reporters in Berlin."
    record = legation.read(text, published="2015-09-04")
    assert [(s.speaker.name, s.said) for s in record.statements] == [("Angela Merkel", "2015-09-01"), ("Angela Merkel", "2015-09-04")]


FAR = [
    ("Little progress was made in withdrawing Russian troops from Moldova.", "not_happened"),
    ("Emmanuel Macron pledged to send more weapons to Ukraine.", "planned"),
    ("North Korea refused to meet American officials.", "refused"),
    ("Iran threatened to attack Israel.", "threatened"),
    ("The president wants to meet Kim Jong Un.", "proposed"),
]


@pytest.mark.parametrize(("text", "status"), FAR)
def test_how_far_it_has_come(text: str, status: str) -> None:
    assert status in {e.status for e in legation.read(text, published="2022-05-06").events}


COUNTS = [
    ("Taliban fighters attacked a convoy near Kabul on Friday, killing at least 17 soldiers and wounding 30 others.",
     [("killed", 17, inf, "at least 17 soldiers"), ("wounded", 30, 30, "30 others")]),
    ("The United States pledged $1.5 billion in aid to Ukraine on Monday.", [("money", 1.5e9, 1.5e9, "$1.5 billion")]),
    ("Russia deployed about 2,000 troops to Syria in 2015.", [("troops", 2000, 2000, "about 2,000 troops")]),
    ("Police in Moscow arrested more than 500 protesters on Sunday.", [("arrested", 500, inf, "more than 500 protesters")]),
    ("Tens of thousands of people marched in Minsk on Sunday.", [("protesters", 20_000, 99_999, "Tens of thousands of people")]),
    ("Germany expelled 40 Russian diplomats.", [("diplomats", 40, 40, "40 Russian diplomats")]),
    ("North Korea fired a missile in 2017.", []),
    ("MOSCOW — Twenty-three diplomats were expelled by Russia.", [("diplomats", 23, 23, "Twenty-three diplomats")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), COUNTS)
def test_how_many(text: str, expected: list[tuple[str, float, float, str]]) -> None:
    events = legation.read(text, published="2022-05-06").events
    assert [(q.what, q.least, q.most, q.words.text) for e in events for q in e.quantities] == expected


SAID = [
    ("Iran's supreme leader said that the deal was dead.", "indirect", "Iran's supreme leader"),
    (
        'Donald Trump and Kim Jong Un signed a statement. In it, Kim "reaffirmed his firm commitment to complete denuclearization".',
        "direct", "Kim Jong Un",
    ),
    ("“We will not negotiate under pressure,” Foreign Minister Sergei Lavrov said on Monday.", "direct", "Sergei Lavrov"),
    ("Ursula von der Leyen said that the European Union would impose new sanctions on Russia.", "indirect", "Ursula von der Leyen"),
    ('Vladimir Putin spoke first. "He served his country well," wrote President Emmerson Mnangagwa.', "direct", "Emmerson Mnangagwa"),
]


EASED = [
    ("The United States lifted sanctions on Syria on Tuesday.", "CONCEDE", "happened"),
    ("France eased sanctions against Iran.", "CONCEDE", "happened"),
    ("The United States imposed sanctions on Iran on Tuesday.", "SANCTION", "happened"),
    ("Prosecutors in Ghana dropped the charges against the two journalists on Tuesday.", "CONCEDE", "happened"),
    ("Germany summoned the Turkish ambassador over the salute.", "ACCUSE", "happened"),
    ("Russia denied the attack on Kharkiv.", "ASSAULT", "not_happened"),
    ("Germany and Poland denied that they had expelled the Belarusian ambassador.", "SANCTION", "not_happened"),
]


ALONE = [  # whom a surname alone means, where the article says no more
    ("Kim met Moon.", "2018-05-26", ["PRK", "KOR"]),
    ("Merkel praised Ukraine.", "2023-05-05", ["DEU", "UKR"]),
    ("Trump criticized Canada.", "2024-12-01", ["USA", "CAN"]),
    ("Obama met Renzi in Milan.", "2017-05-09", ["USA", "ITA"]),
    ("Guterres condemned the attack.", "2018-06-09", ["IGO"]),
    ("Stoltenberg met Erdogan.", "2018-06-09", ["IGO", "TUR"]),
    ("Lavrov met Blinken in Geneva on Friday.", "2024-03-05", ["RUS", "USA"]),
    ("Trump met Kim in Hanoi in February 2019.", "2019-03-05", ["USA", "PRK"]),
    ("The Senate approved $61 billion in aid to Ukraine.", "2024-04-24", ["USA", "UKR"]),
    ("Several Arab states cut ties with Qatar in June 2017.", "2018-03-05", ["", "QAT"]),
]


@pytest.mark.parametrize(("text", "published", "codes"), ALONE)
def test_whom_a_surname_alone_means(text: str, published: str, codes: list[str]) -> None:
    (event,) = legation.read(text, published=published).events
    assert [a.code for a in (*event.actors, *event.recipients)] == codes


@pytest.mark.parametrize("verb", ["would take effect", "will take effect"])
def test_a_day_to_come_is_no_day_gone_by(verb: str) -> None:
    text = f"Joe Biden said the agreement {verb} at 4 a.m. on Wednesday. He thanked French President Emmanuel Macron for his help."
    assert [e.when.edtf for e in legation.read(text, published="2024-11-26").events if "thanked" in e.trigger.text] == ["2024-11-26"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("American officials and the French president, Vladimir Putin, met in Russia.", "Vladimir Putin"),
        ("Russia answered. The American Secretary of State Sergei Lavrov spoke in Moscow.", "Sergei Lavrov"),
    ],
)
def test_a_name_with_a_wrong_role_means_whom_it_names(text: str, name: str) -> None:
    record = legation.read(text, published="2016-12-14")
    assert {a.code for e in record.events for a in (*e.actors, *e.recipients) if a.name == name} == {"RUS"}


@pytest.mark.parametrize(
    "text", ["Iran warned Israel not to attack its nuclear sites.", "China warned the United States not to interfere in Taiwan."]
)
def test_who_is_warned_not_to_is_asked(text: str) -> None:
    (event,) = legation.read(text, published="2023-11-22").events
    assert (event.type, event.mode, event.status) == ("REQUEST", "change", "happened")


def test_who_rejects_an_offer_alone_refuses() -> None:
    event, *_ = legation.read("Denmark rejected Trump's offer to buy Greenland.", published="2019-08-21").events
    assert (event.status, [a.code for a in event.by]) == ("refused", ["DNK"])


def test_the_year_of_a_treaty_is_not_that_of_leaving_it() -> None:
    text = "The United States would withdraw from the 2015 nuclear agreement with Iran."
    assert [e.when.edtf for e in legation.read(text, published="2018-05-05").events if e.type == "SANCTION"] == [""]


def test_the_day_of_a_strike_that_is_called_for_is_to_come() -> None:
    (event,) = legation.read("The opposition called for a general strike on Monday.", published="2024-03-05").events
    assert (event.status, event.when.edtf) == ("proposed", "2024-03-11")


def test_the_day_on_which_a_stance_was_taken() -> None:
    (event,) = legation.read("Armenia and Azerbaijan agreed on Thursday to resume talks.", published="2024-03-05").events
    assert (event.status, event.when.edtf, event.said) == ("planned", "", "2024-02-29")


MODES = [
    ("A court in Moscow sentenced Alexei Navalny to nine years in prison.", "SANCTION", "convict"),
    ("Pakistan deported thousands of Afghans in November.", "COERCE", "deport"),
    ("Police in Tbilisi detained 60 protesters on Tuesday.", "COERCE", "arrest"),
    ("Russia withdrew its troops from Kherson in November.", "RETREAT", "withdraw"),
]


@pytest.mark.parametrize(("text", "type_", "mode"), MODES)
def test_a_word_tells_the_mode(text: str, type_: str, mode: str) -> None:
    assert (type_, mode) in {(e.type, e.mode) for e in legation.read(text, published="2023-12-06").events}


LISTS = [
    ("Diplomats from the U.S., Britain, France, Germany, Russia, China and Iran gathered in Vienna on Monday.", "CONSULT",
     "USA GBR FRA DEU RUS CHN IRN"),
    ("The leaders of Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan and Uzbekistan met in Astana in June.", "CONSULT",
     "KAZ KGZ TJK TKM UZB"),
    ("The United States, Britain, France, Germany, Italy, Canada and Japan condemned Russia. Iran, North Korea, Syria, Cuba and Russia "
     "met in Moscow.", "ACCUSE", "USA GBR FRA DEU ITA CAN JPN RUS"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "type_", "states"), LISTS)
def test_of_a_list_all_take_part(text: str, type_: str, states: str) -> None:
    (event,) = [e for e in legation.read(text, published="2022-06-14").events if e.type == type_][:1]
    assert {a.code for a in (*event.actors, *event.recipients)} == set(states.split())


STANCES = [
    ("The Kremlin has no plans to hold talks with Kyiv this week.", "CONSULT", "refused"),
    ("NATO ruled out sending troops to Ukraine.", "MOBILIZE", "refused"),
    ("Donald Trump called off the summit with Kim Jong Un.", "CONSULT", "refused"),
    ("Russia vetoed sanctions against Mali.", "SANCTION", "refused"),
    ("North Korea is open to talks with the South.", "CONSULT", "proposed"),
    ("Israel is willing to release Palestinian prisoners, officials said.", "RETREAT", "proposed"),
    ("Germany is considering sanctions against Belarus.", "SANCTION", "possible"),
    ("The Senate is expected to ratify the treaty with Sweden.", "SUPPORT", "possible"),
    ("If Iran leaves the treaty, Britain would impose sanctions.", "SANCTION", "possible"),
    ("Syria allegedly bombed a hospital in Idlib.", "ASSAULT", "alleged"),
    ("Had Ukraine attacked the convoy, Russia would have shelled Kyiv.", "ASSAULT", "not_happened"),
    ("No progress was made in the talks between Serbia and Kosovo.", "CONSULT", "not_happened"),
    ("Colombia and the FARC rebels declared a cease-fire.", "CONCEDE", "happened"),
    ("North Korea fired two ballistic missiles into the sea.", "MOBILIZE", "happened"),
    ("The protesters' demands include the release of Alexei Navalny.", "RETREAT", "proposed"),
    ("The Syrian army failed to capture the town.", "COERCE", "not_happened"),
    ("Germany is not considering sanctions against Turkey.", "SANCTION", "refused"),
    ("Russia denied withdrawing from Kherson.", "RETREAT", "not_happened"),
    ("Activists in Tunisia protested against a planned visit by the Saudi crown prince.", "CONSULT", "planned"),
    ("Congress denied funding for the wall.", "AID", "refused"),
    ("Boko Haram claimed responsibility for scores of attacks on churches in Nigeria.", "ASSAULT", "happened"),
    ("The students' demands include an inquiry into police violence and the release of prisoners.", "RETREAT", "proposed"),
    ("Turkey almost shot down a Russian aircraft.", "ASSAULT", "not_happened"),
    ("Israel is believed to have killed an Iranian general.", "ASSAULT", "alleged"),
    ("India might boycott the summit if Pakistan attends.", "PROTEST", "possible"),
    ("Recep Tayyip Erdogan urged Vladimir Putin to halt the bombing of Idlib.", "RETREAT", "proposed"),
    ("Serbia ruled out recognising Kosovo.", "SUPPORT", "refused"),
    ("Washington will ease sanctions if Caracas frees prisoners.", "CONCEDE", "planned"),
    ("The Houthis fired missiles at a British-owned tanker in the Red Sea.", "ASSAULT", "happened"),
    ("Poland did not rule out sending troops to Ukraine.", "AID", "possible"),
    ("Donald Trump accepts an invitation from Kim Jong-un to hold talks.", "CONSULT", "planned"),
    ("The prime minister did not accept the invitation.", "CONSULT", "refused"),
    ("A judge in Cairo acquitted 20 activists.", "SANCTION", "not_happened"),
    ("Iran warned that it would close the strait.", "COERCE", "threatened"),
]


@pytest.mark.parametrize(("text", "type_", "status"), STANCES)
def test_words_of_stance_tell_how_far_it_has_come(text: str, type_: str, status: str) -> None:
    assert (type_, status) in {(e.type, e.status) for e in legation.read(text, published="2022-05-06").events}


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Emmanuel Macron meets Vladimir Putin in Moscow tomorrow.", "CONSULT"),
        ("Russia and Ukraine sign a grain deal in Istanbul tomorrow.", "COOPERATE"),
        ("The European Union imposes new sanctions on Belarus tomorrow.", "SANCTION"),
        ("Protesters march in Minsk tomorrow.", "PROTEST"),
        ("On Friday, Olaf Scholz is meeting Emmanuel Macron in Berlin.", "CONSULT"),
    ],
)
def test_what_is_done_tomorrow_is_planned(text: str, type_: str) -> None:
    told = legation.read(text, published="2022-03-03").events
    assert [(e.type, e.status, e.when.edtf) for e in told] == [(type_, "planned", "2022-03-04")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Britain will expel 23 Russian diplomats, Prime Minister Theresa May said on Wednesday.", ""),
        ("Theresa May told parliament on Wednesday that Britain would expel 23 Russian diplomats.", ""),
        ("Theresa May said that Britain would expel the diplomats on Friday.", "2018-03-16"),
    ],
)
def test_the_day_of_saying_is_none_of_the_plan(text: str, day: str) -> None:
    told = legation.read(text, published="2018-03-14").events
    assert {(e.status, e.when.edtf) for e in told if e.type == "SANCTION"} == {("planned", day)}


def test_a_noun_said_a_thousand_times_is_looked_up_in_a_hundred_places(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = Cast(read_text("The people met. " * 150), "2022-02-07")
    looked: list[int] = []
    monkeypatch.setattr(nominals, "noun_phrase", lambda tokens, at: looked.append(at) or (at, at + 1))
    at = next(i for i, t in enumerate(cast.tokens) if t.text == "people" and i > len(cast.tokens) // 2)
    assert nominals._as_elsewhere(cast, at) == ""
    assert len(looked) == 2 * nominals.ALIKE


def test_who_invites_proposes() -> None:
    told = legation.read("Vladimir Putin invited Donald Trump to Moscow.", published="2025-08-16").events
    assert {e.status for e in told} == {"proposed"}


def test_a_plan_is_for_no_time_that_is_over() -> None:
    told = legation.read("Iran and Saudi Arabia agreed to revive a security accord signed in 2001.", published="2023-03-10").events
    assert {e.when.edtf for e in told if e.status == "planned"} == {""}


def test_a_length_of_time_is_nobody_and_what_was_not_announced_is_nothing() -> None:
    text = (
        "Iran and Saudi Arabia agreed on Friday to restore diplomatic relations and to reopen their embassies within two months, after "
        "four days of talks in the Chinese capital that had not been announced."
    )
    told = legation.read(text, published="2023-03-10").events
    assert told
    assert not {a.name for e in told for a in (*e.actors, *e.recipients, *e.by) if "days" in a.name}
    assert not [e.trigger.text for e in told if "announced" in e.trigger.text]


def test_a_refusal_is_not_of_the_day_on_which_it_is_told() -> None:
    told = legation.read("Donald Trump cancels the scheduled summit with Kim Jong Un.", published="2018-05-24").events
    assert [(e.type, e.status, e.when.edtf, e.said) for e in told] == [("CONSULT", "refused", "", "2018-05-24")]


@pytest.mark.parametrize(("text", "type_", "status"), EASED)
def test_what_words_leave_no_doubt_of(text: str, type_: str, status: str) -> None:
    assert (type_, status) in {(e.type, e.status) for e in legation.read(text, published="2023-05-04").events}


@pytest.mark.parametrize(("text", "kind", "speaker"), SAID)
def test_who_says_what(text: str, kind: str, speaker: str) -> None:
    record = legation.read(text, published="2022-05-04")
    assert [(s.kind, s.speaker.name) for s in record.statements] == [(kind, speaker)]


POINTED = [
    # the verb of saying has its own subject
    ("Jens Stoltenberg visited Kabul. Afghan officials said that the links are rather loose.", "Stoltenberg", "Afghan officials"),
    ("Ronald dela Rosa was asked. The foreign ministry said that it was shocked by the killings.", "Rosa", "foreign ministry"),
    # one person who is described is who was named
    ("Volodymyr Fesenko spoke in Kyiv. The expert said that much hangs on Washington.", "Fesenko", "Volodymyr Fesenko"),
    # what the subject only belongs to does not speak, nor who is told something
    ("The foreign ministry spokeswoman Maria Zakharova said that Moscow would answer.", "Zakharova", "Maria Zakharova"),
]


@pytest.mark.parametrize(("text", "pointed", "speaker"), POINTED)
def test_who_speaks_where_the_reader_points_elsewhere(text: str, pointed: str, speaker: str) -> None:
    cast = Cast(read_text(text), "2022-05-04")
    (run,) = statements._runs(text, cast)
    at = next(i for i, t in enumerate(cast.tokens) if t.text == pointed)
    found = statements._speaker(cast, replace(run, speaker=at), None)
    assert found is not None
    assert found.name == speaker


def test_a_body_goes_on_speaking_as_it() -> None:
    text = "The Kremlin said that Russia would answer the sanctions. It said that Moscow had been patient with Paris for too long."
    assert {s.speaker.name for s in legation.read(text, published="2022-05-04").statements} == {"Kremlin"}


DONE = [
    ("Russian forces attacked the city of Kharkiv on Thursday.", "ASSAULT", "happened", "RUS", "2022-05-05"),
    ("The United States imposed new sanctions on Iran on Tuesday.", "SANCTION", "happened", "USA", "2022-05-03"),
    ("Joe Biden met Fumio Kishida in Tokyo on Monday.", "CONSULT", "happened", "USA", "2022-05-02"),
]


@pytest.mark.parametrize(("text", "type_", "status", "code", "when"), DONE)
def test_who_did_what(text: str, type_: str, status: str, code: str, when: str) -> None:
    events = legation.read(text, published="2022-05-06").events
    fitting = [e for e in events if (e.type, e.status) == (type_, status)]
    assert fitting
    assert code in {a.code for a in fitting[0].actors}
    assert fitting[0].when.edtf == when


ARTICLE = """Leaders meet in Geneva
Joe Biden and Vladimir Putin met in Geneva on Wednesday for three hours of talks.
“The tone of the entire meeting was good,” Biden told reporters. He said that he had warned Putin about cyber attacks.
Putin denied that Russia was behind them and accused the United States of arming Ukraine.
The two countries agreed to return their ambassadors.
Share this article"""


def quotes_of(record: Record) -> list[Quote]:
    found = [q for e in record.events for q in (e.trigger, e.evidence, e.when.words, e.where.words) if q]
    return found + [q for s in record.statements for q in (s.content, s.cue) if q]


def test_every_quote_stands_where_it_says() -> None:
    record = legation.read(ARTICLE, published="2021-06-16")
    assert record.events
    assert record.statements
    for q in quotes_of(record):
        assert ARTICLE[q.span.start : q.span.end] == q.text


def test_what_the_next_sentence_takes_up_again_is_one_entry_with_its_time() -> None:
    text = (
        "Delegate Davyd Arakhamia announces that ceasefire talks between Ukraine and Russia will be held in Turkey. "
        "The talks are expected to last from March 28 to March 30."
    )
    (only,) = [e for e in legation.read(text, published="2022-03-27").events if e.type == "CONSULT"]
    assert (only.status, only.when.edtf) == ("planned", "2022-03-28/2022-03-30")
    assert {a.code for a in only.actors} == {"UKR", "RUS"}


def test_reading_twice_changes_nothing() -> None:
    assert legation.read(ARTICLE, published="2021-06-16") == legation.read(ARTICLE, published="2021-06-16")


def test_furniture_gives_no_entry() -> None:
    record = legation.read(ARTICLE, published="2021-06-16")
    assert [a.text for a in record.article.furniture] == ["Share this article"]
    end = ARTICLE.index("Share this article")
    assert all(q.span.start < end for q in quotes_of(record))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    reading = read_text(text)
    assert all(text[t.span.start : t.span.end] == t.text for t in reading.tokens)


QUOTED = [
    ("He said “no” and left.", ["no"]),
    ('"Never," she said, "will we yield."', ["Never,", "will we yield."]),
    ("“An open quotation that never ends", []),
    ("5\" pipes", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [text[q.start : q.end] for q in quotations(text)] == expected


HARD = [
    "Votes by district in Russia: " + " ".join(f"{i * 7919 + 1000000:,}" for i in range(110)) + ".",
    "Vladimir Putin was born in Russia. " + "He visited the old bridge and he liked it. " * 120 + "“We will never leave,” he said.",
    "Russia attacked Ukraine more often in the past quarter, the Ukrainian president said in Kyiv on Monday.",
    "Russia attacked Kharkiv and 1" + "0" * 5000 + " people were killed, officials said on Tuesday.",
]


@pytest.mark.parametrize("text", HARD, ids=["numbers", "pronouns", "quarter", "digits"])
def test_hard_texts_are_read(text: str) -> None:
    assert legation.read(text, published="2024-05-30").article.text == text


def test_what_is_beyond_the_reader_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_text: str) -> Reading:
        raise KeyError("apri\u0307l")

    monkeypatch.setattr("legation.pipeline.read_text", broken)
    with pytest.raises(legation.Unreadable, match="can't be read: KeyError"):
        legation.read("Russia attacked Ukraine on Monday.", published="2024-05-30")


def test_what_belongs_to_somebody_is_done_by_its_owner_alone() -> None:
    text = "Pyongyang has developed close ties with Russia through its support for Moscow's war in Ukraine."
    wars = [e for e in legation.read(text, published="2025-03-04").events if e.type == "ASSAULT"]
    assert [[a.code for a in e.actors] for e in wars] == [["RUS"]]
