// Events survive the journal: what was encoded comes back, and what is no event is refused.
#include "codec/journal_codec.hpp"

#include "schema/journal.pb.h"
#include "support/sample_events.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace lockstep {
namespace {

namespace wire = journal::v1;

std::string encoded(const Event& event, const Names& names) {
    std::string bytes;
    encode(event, names, bytes);
    return bytes;
}

std::string error_of(std::string_view bytes, const Names& names) {
    const auto event = decode(bytes, names);
    return event ? "decoded" : event.error().what;
}

TEST(JournalCodec, BringsBackEveryKindOfEvent) {
    const Names names(test::sample_lists());
    std::vector<bool> seen(std::variant_size_v<EventBody>);
    for (const auto& body : test::one_of_every_kind()) {
        const Event event{17, Timestamp(1'785'245'400'000'000'000), body};
        const auto back = decode(encoded(event, names), names);
        ASSERT_TRUE(back) << back.error().what;
        EXPECT_EQ(*back, event) << "kind " << body.index();
        seen[body.index()] = true;
    }
    EXPECT_EQ(seen, std::vector<bool>(seen.size(), true)) << "a kind has no sample";
}

TEST(JournalCodec, BringsBackEveryWordOfTheClosedLists) {
    const Names names(test::sample_lists());
    const auto survives = [&](const EventBody& body) {
        const Event event{1, Timestamp(0), body};
        const auto back = decode(encoded(event, names), names);
        return back && *back == event;
    };
    for (int kind = 0; kind <= static_cast<int>(ExecKind::status); ++kind) {
        for (int type = 0; type <= static_cast<int>(OrderType::stop_limit); ++type) {
            for (int tif = 0; tif <= static_cast<int>(TimeInForce::gtd); ++tif) {
                ExecutionEvent it;
                it.kind = static_cast<ExecKind>(kind);
                it.terms.type = static_cast<OrderType>(type);
                it.terms.time_in_force = static_cast<TimeInForce>(tif);
                EXPECT_TRUE(survives(FollowerExecution{FollowerId{0}, it}));
            }
        }
    }
    for (int action = 0; action <= static_cast<int>(OperatorAction::observe); ++action) {
        OperatorCommand command;
        command.action = static_cast<OperatorAction>(action);
        EXPECT_TRUE(survives(command));
    }
}

TEST(JournalCodec, BringsBackRandomEventsAndWritesThemTheSameWayTwice) {
    const Names names(test::sample_lists());
    test::RandomEvents random(2026);
    for (std::uint64_t sequence = 1; sequence <= 5'000; ++sequence) {
        const Event event = random.next(sequence);
        const std::string bytes = encoded(event, names);
        const auto back = decode(bytes, names);
        ASSERT_TRUE(back) << back.error().what;
        ASSERT_EQ(*back, event);
        ASSERT_EQ(encoded(*back, names), bytes);
    }
}

TEST(JournalCodec, AppendsToWhatIsThere) {
    const Names names(test::sample_lists());
    std::string bytes = "before";
    encode({1, Timestamp(0), TimerFired{}}, names, bytes);
    EXPECT_TRUE(bytes.starts_with("before"));
    EXPECT_TRUE(decode(std::string_view(bytes).substr(6), names));
}

TEST(JournalCodec, FindsAccountsInAReorderedSettingsFile) {
    const auto before = test::sample_lists();
    auto after = before;
    std::ranges::reverse(after.instruments);
    std::ranges::reverse(after.leaders);
    std::ranges::reverse(after.followers);
    std::ranges::reverse(after.sessions);
    const Names old_names(before);
    const Names new_names(after);
    for (const auto& body : test::one_of_every_kind()) {
        const Event event{1, Timestamp(0), body};
        const auto moved = decode(encoded(event, old_names), new_names);
        ASSERT_TRUE(moved) << moved.error().what;
        const auto back = decode(encoded(*moved, new_names), old_names);
        ASSERT_TRUE(back) << back.error().what;
        EXPECT_EQ(*back, event);
    }
    const auto rolled = decode(encoded({1, {}, DayRolled{FollowerId{0}}}, old_names), new_names);
    EXPECT_EQ(std::get<DayRolled>(rolled->body).follower, FollowerId{2});
}

TEST(JournalCodec, KeepsPricesWhenTheTickSizeChanges) {
    auto lists = test::sample_lists();
    const Names quarter(lists);
    const auto bytes =
        encoded({1, {}, MarkChanged{InstrumentId{0}, Price(18001), SessionIndex{0}}}, quarter);
    lists.instruments[0].tick_size = {5, 2};
    const auto finer = decode(bytes, Names(lists)); // 4500.25 in ticks of 0.05
    ASSERT_TRUE(finer) << finer.error().what;
    EXPECT_EQ(std::get<MarkChanged>(finer->body).price, Price(90005));
    lists.instruments[0].tick_size = {5, 1};
    EXPECT_EQ(error_of(bytes, Names(lists)),
              "journal event 1: the mark 4500.25 is not a multiple of ES's tick 0.5");
}

TEST(JournalCodec, NamesTheAccountThatTheSettingsDoNotHave) {
    const Names names(test::sample_lists());
    const std::vector<std::pair<EventBody, std::string>> rows{
        {LeaderBalance{LeaderId{0}, {}}, "the settings have no leader \"LEAD1\""},
        {DayRolled{FollowerId{0}}, "the settings have no follower \"F50K\""},
        {SessionChanged{SessionIndex{0}, true},
         "the settings have no session \"FIX.4.4:LOCKSTEP->LEADER\""},
        {MarkChanged{InstrumentId{0}, {}, SessionIndex{0}},
         "the settings have no instrument \"ES\""},
    };
    for (const auto& [body, message] : rows) {
        EXPECT_EQ(error_of(encoded({9, {}, body}, names), Names()), "journal event 9: " + message);
    }
}

// A record whose checksum would be right, but which says what cannot be.
TEST(JournalCodec, RefusesContentThatCannotBe) {
    const Names names(test::sample_lists());
    using Spoil = std::function<void(wire::Event&)>;
    const auto execution = [](wire::Event& event) -> wire::Execution& {
        return *event.mutable_follower_execution()->mutable_execution();
    };
    const std::vector<std::pair<Spoil, std::string>> rows{
        {[](auto& e) { e.set_sequence(0); }, "0: it has no sequence number"},
        {[](auto& e) { e.clear_time_ns(); }, "9: its time is missing"},
        {[](auto& e) { e.clear_body(); }, "9: it has no body that this version knows"},
        {[](auto& e) { e.mutable_follower_execution()->clear_follower(); },
         "9: the follower is missing"},
        {[](auto& e) { e.mutable_follower_execution()->clear_execution(); },
         "9: the execution is missing"},
        {[&](auto& e) { execution(e).clear_kind(); },
         "9: the kind of execution has the unknown value 0"},
        {[&](auto& e) { execution(e).set_kind(static_cast<wire::ExecKind>(99)); },
         "9: the kind of execution has the unknown value 99"},
        {[&](auto& e) { execution(e).clear_instrument(); }, "9: the instrument is missing"},
        {[&](auto& e) { execution(e).clear_terms(); }, "9: what the order asks for is missing"},
        {[&](auto& e) { execution(e).mutable_terms()->clear_side(); },
         "9: the side has the unknown value 0"},
        {[&](auto& e) { execution(e).mutable_terms()->set_type(static_cast<wire::OrderType>(-1)); },
         "9: the order type has the unknown value -1"},
        {[&](auto& e) { execution(e).mutable_terms()->clear_time_in_force(); },
         "9: the time in force has the unknown value 0"},
        {[&](auto& e) { execution(e).set_last_qty(-1); }, "9: the last quantity is negative"},
        {[&](auto& e) { execution(e).set_order_qty(INT64_MIN); },
         "9: the order quantity is negative"},
        {[&](auto& e) { execution(e).set_cum_qty(-5); }, "9: the cumulated quantity is negative"},
        {[&](auto& e) { execution(e).set_leaves_qty(-5); },
         "9: the remaining quantity is negative"},
        {[&](auto& e) { execution(e).set_order_key(std::string(65, 'x')); },
         "9: the order key is longer than 64 bytes"},
        {[&](auto& e) { execution(e).set_cl_ord_id(std::string(37, 'x')); },
         "9: the ClOrdID is longer than 36 bytes"},
        {[&](auto& e) { execution(e).set_exec_key(std::string(81, 'x')); },
         "9: the execution key is longer than 80 bytes"},
        {[&](auto& e) { execution(e).set_ord_status(256); }, "9: the order status is no character"},
        {[&](auto& e) { execution(e).mutable_last_price()->set_mantissa(450013); },
         "9: the last price 4500.13 is not a multiple of MES's tick 0.25"},
        {[&](auto& e) { execution(e).mutable_last_price()->set_scale(19); },
         "9: the last price has more than 18 decimals"},
        {[&](auto& e) {
             execution(e).mutable_terms()->mutable_price()->set_mantissa(INT64_MAX);
             execution(e).mutable_terms()->mutable_price()->set_scale(0);
         },
         "9: the price 9223372036854775807 is not a multiple of MES's tick 0.25"},
        {[](auto& e) { e.mutable_session_changed()->set_session("FIX.4.4:LOCKSTEP->LEADER"); },
         "9: whether the session is up is missing"},
        {[](auto& e) { e.mutable_mark_changed()->set_instrument("ES"); },
         "9: the price of the mark is missing"},
        {[](auto& e) { e.mutable_leader_balance()->set_leader("LEAD1"); },
         "9: the balance is missing"},
        {[](auto& e) { e.mutable_follower_balance()->set_follower("F50K"); },
         "9: the balance is missing"},
        {[](auto& e) {
             e.mutable_leader_position()->set_leader("LEAD1");
             e.mutable_leader_position()->set_instrument("ES");
         },
         "9: the position is missing"},
        {[](auto& e) { e.mutable_order_not_sent()->set_follower("F50K"); },
         "9: the ClOrdID is missing"},
        {[](auto& e) { e.mutable_operator_command()->set_who("anna"); },
         "9: the operator's action has the unknown value 0"},
    };
    const Event event{9, Timestamp(1), FollowerExecution{FollowerId{0}, test::full_execution()}};
    for (const auto& [spoil, message] : rows) {
        wire::Event spoilt;
        ASSERT_TRUE(spoilt.ParseFromString(encoded(event, names)));
        spoil(spoilt);
        EXPECT_EQ(error_of(spoilt.SerializeAsString(), names), "journal event " + message);
    }
}

TEST(JournalCodec, RefusesFieldsOfANewerVersion) {
    const Names names(test::sample_lists());
    wire::Event event;
    event.set_sequence(4);
    event.set_time_ns(1);
    event.mutable_leader_session_ended()->set_leader("LEAD1");
    ASSERT_TRUE(decode(event.SerializeAsString(), names));
    auto& part = *event.mutable_leader_session_ended();
    part.GetReflection()->MutableUnknownFields(&part)->AddVarint(900, 1);
    EXPECT_EQ(error_of(event.SerializeAsString(), names),
              "journal event 4: it has a field that this version does not know");
}

// Whatever the bytes: an error, or an event that can be written again.
TEST(JournalCodec, TakesAnyBytesWithoutHarm) {
    const Names names(test::sample_lists());
    test::RandomEvents random(7);
    int decoded = 0;
    for (std::uint64_t sequence = 1; sequence <= 20'000; ++sequence) {
        std::string bytes = encoded(random.next(sequence), names);
        for (std::int64_t changes = random.number(1, 4); changes > 0 && !bytes.empty(); --changes) {
            const auto at = static_cast<std::size_t>(
                random.number(0, static_cast<std::int64_t>(bytes.size()) - 1));
            if (random.number(0, 3) == 0)
                bytes.resize(at);
            else
                bytes[at] = static_cast<char>(random.number(-128, 127));
        }
        const auto event = decode(bytes, names);
        if (!event) {
            EXPECT_FALSE(event.error().what.empty());
            continue;
        }
        ++decoded;
        EXPECT_EQ(decode(encoded(*event, names), names), *event);
    }
    EXPECT_GT(decoded, 0);
    EXPECT_EQ(error_of("\xFF\xFF", names), "these bytes are no journal event");
    EXPECT_EQ(error_of("", names), "journal event 0: it has no sequence number");
}

TEST(JournalCodec, LearnsTheNamesOfAJournalWithoutSettings) {
    const Names names(test::sample_lists());
    test::RandomEvents random(11);
    Names learned;
    for (std::uint64_t sequence = 1; sequence <= 500; ++sequence) {
        const auto bytes = encoded(random.next(sequence), names);
        ASSERT_TRUE(learn_names(bytes, learned));
        const auto event = decode(bytes, learned);
        ASSERT_TRUE(event) << event.error().what;
    }
    const auto zt = learned.find_instrument("ZT");
    ASSERT_TRUE(zt);
    EXPECT_EQ(learned.instrument(*zt).tick_size.str(), "0.00000001");
    EXPECT_TRUE(learned.find_leader("LEAD2"));
    EXPECT_TRUE(learned.find_follower("F\xD6ST"));
    EXPECT_TRUE(learned.find_session("FIX.4.4:LOCKSTEP->BROKER1"));
    EXPECT_FALSE(learned.find_leader("F50K"));
    EXPECT_FALSE(learn_names("\xFF", learned));
}

TEST(JournalCodec, DoesNotTouchInstrumentsOfTheSettingsWhenItLearns) {
    Names names(test::sample_lists());
    EXPECT_EQ(names.learn_instrument("ES", 9), InstrumentId{0});
    EXPECT_EQ(names.instrument(InstrumentId{0}).tick_size.str(), "0.25");
    EXPECT_EQ(names.learn_instrument("NQ", 2), InstrumentId{4});
    EXPECT_EQ(names.instrument(InstrumentId{4}).tick_size.str(), "0.01");
}

TEST(NamesDeathTest, TakesEachNameOnce) {
    NameLists lists;
    lists.leaders = {"A", "A"};
    EXPECT_DEATH(Names{lists}, "invariant broken");
    EXPECT_DEATH(static_cast<void>(Names().leader(LeaderId{0})), "invariant broken");
}

} // namespace
} // namespace lockstep
