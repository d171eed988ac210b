// The status that is made of a picture.
#include "desk.hpp"

#include "engine/picture.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

using namespace test;

std::shared_ptr<const PictureFrame> frame() {
    PictureFrame made;
    made.settings.router = small_config();
    for (const char* peer : {"LEADER", "BROKER1", "BROKER2"}) {
        SessionConfig session;
        session.begin_string = "FIX.4.4";
        session.sender_comp_id = "LOCKSTEP";
        session.target_comp_id = peer;
        made.settings.sessions.push_back(session);
    }
    made.settings.gateway.other_owners = {
        {FollowerId{1}, "K. Other", "J. Trader", "K. Other's firm said yes, 2026-11-01"}};
    made.version = "test";
    return std::make_shared<const PictureFrame>(std::move(made));
}

TEST(Picture, TellsWhatTheCoreKnows) {
    Desk desk;
    desk.start();
    ASSERT_TRUE(desk.take(MarkChanged{es, Price(18'001), SessionIndex{0}}));
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O1"));
    ASSERT_TRUE(desk.take(OperatorCommand{OperatorAction::pause, half, {}, "anna", "lunch"}));
    Picture picture = take_picture(frame(), desk.core, desk.now + Duration::milliseconds(7));
    picture.sessions.resize(3);
    picture.sessions[1].state = SessionState::up;
    picture.sessions[1].next_number_out = 42;
    const status::v1::Status status = status_of(picture);

    EXPECT_EQ(status.journal().sequence(), std::to_string(desk.core.last_sequence()));
    ASSERT_EQ(status.leaders_size(), 1);
    EXPECT_EQ(status.leaders(0).account(), "LEAD1");
    EXPECT_EQ(status.leaders(0).last_event_age_ms(), 8U);
    EXPECT_EQ(status.leaders(0).instruments(0).position(), 2);
    EXPECT_EQ(status.leaders(0).instruments(0).mark(), "4500.25");
    ASSERT_EQ(status.followers_size(), 2);
    const auto& paused = status.followers(0);
    EXPECT_EQ(paused.mode(), "paused");
    EXPECT_EQ(paused.mode_reason(), "operator-action");
    EXPECT_EQ(paused.mode_text(), "anna: lunch");
    EXPECT_EQ(paused.session(), "FIX.4.4:LOCKSTEP->BROKER1");
    EXPECT_EQ(paused.balance(), "50000.00");
    EXPECT_FALSE(paused.last_notices().empty());
    const auto& copies = status.followers(1);
    EXPECT_EQ(copies.orders_sent(), 1U);
    EXPECT_EQ(copies.window(), "open");
    EXPECT_EQ(copies.max_contracts(), "10");
    EXPECT_EQ(copies.executions_today(), 0U);
    EXPECT_EQ(copies.attestation(), "K. Other's firm said yes, 2026-11-01");
    EXPECT_EQ(copies.instruments(0).target(), 4);
    EXPECT_EQ(copies.instruments(0).drift(), 4);
    EXPECT_EQ(copies.instruments(0).working_entries(), 4);
    ASSERT_EQ(copies.instruments(0).working_size(), 1);
    EXPECT_EQ(copies.instruments(0).working(0).quantity(), 4);
    EXPECT_EQ(copies.instruments(0).working(0).side(), "buy");
    EXPECT_EQ(copies.last_decision().orders(), 1U);
    EXPECT_EQ(status.sessions(0).role(), "leader");
    EXPECT_EQ(status.sessions(1).role(), "follower");
    EXPECT_EQ(status.sessions(1).state(), "up");
    EXPECT_EQ(status.sessions(1).next_out(), 42U);
}

TEST(Picture, SaysSizingsInWords) {
    FollowerConfig follower;
    follower.limits.max_contracts = Ratio(5, 1);
    struct Row {
        SizingKind kind;
        Ratio value;
        Rounding rounding;
        std::string words;
    };
    const std::vector<Row> rows{
        {SizingKind::multiplier, Ratio(1, 2), Rounding::down,
         "multiplier 0.5, rounded down, at most 5 contracts"},
        {SizingKind::fixed, Ratio(1, 1), Rounding::up, "fixed 1, rounded up, at most 5 contracts"},
        {SizingKind::percent_of_balance, Ratio(333, 4), Rounding::nearest,
         "83.25 percent of balance, rounded to the nearest, at most 5 contracts"},
        {SizingKind::multiplier, Ratio(1, 1'000'000), Rounding::down,
         "multiplier 0.000001, rounded down, at most 5 contracts"},
    };
    for (const Row& row : rows) {
        follower.sizing = Sizing{row.kind, row.value, row.rounding};
        EXPECT_EQ(sizing_in_words(follower), row.words);
    }
    follower.limits.max_contracts = Ratio(1, 1);
    EXPECT_TRUE(sizing_in_words(follower).ends_with("at most 1 contract"));
}

} // namespace
} // namespace lockstep
