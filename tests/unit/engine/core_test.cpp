// The engine core: journal, then step, then send; and what happens when either end refuses.
#include "desk.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace lockstep {
namespace {

using namespace test;
using Lines = std::vector<std::string>;

TEST(EngineCore, NothingLeavesBeforeItIsJournaled) {
    Desk desk;
    desk.start();
    ASSERT_TRUE(desk.outlet.sent.empty());
    const auto taken = desk.leader_fills(Side::buy, 2, "O1");
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->orders_sent, 2U);
    Lines sent = desk.outlet.sent;
    std::ranges::sort(sent);
    EXPECT_EQ(sent, (Lines{"half new buy 1", "twice new buy 4"}));
    for (const std::uint64_t journaled : desk.outlet.journaled_then) {
        EXPECT_EQ(journaled, taken->sequence);
    }
    EXPECT_EQ(story(desk.journal).back(), "leader-fill");
}

TEST(EngineCore, TheFirstAccountsOrderLeavesBeforeTheNextAccountIsDecided) {
    Desk desk;
    desk.start();
    std::vector<std::size_t> decided; // orders that the machine knows of, at each that leaves
    desk.outlet.while_sending = [&] {
        const Router& router = desk.core.router();
        decided.push_back(router.working_orders(half).size() + router.working_orders(twice).size());
    };
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O1"));
    EXPECT_EQ(decided, (std::vector<std::size_t>{1, 2}));
}

TEST(EngineCore, FailedAppendSendsNothingNowAndEver) {
    Desk desk;
    desk.start();
    desk.journal.fail_at = desk.core.last_sequence() + 1;
    const auto taken = desk.leader_fills(Side::buy, 2, "O1");
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().what, "the disk is gone");
    desk.journal.fail_at = 0; // the disk is back, the writer is not
    EXPECT_FALSE(desk.leader_fills(Side::buy, 2, "O2"));
    EXPECT_FALSE(desk.take(OperatorCommand{OperatorAction::flatten, {}, {}, "anna", "out"}));
    EXPECT_TRUE(desk.outlet.sent.empty());
    ASSERT_TRUE(desk.core.stopped());
    EXPECT_EQ(desk.core.stopped()->what, "the disk is gone");
}

TEST(EngineCore, FailedAppendInTheMiddleOfAnEventSendsNothingMore) {
    Desk desk;
    desk.start();
    desk.outlet.refuses = {half};
    desk.journal.fail_at = desk.core.last_sequence() + 2; // the fact is written, its return is not
    EXPECT_FALSE(desk.leader_fills(Side::buy, 2, "O1"));
    EXPECT_EQ(desk.outlet.sent, (Lines{"twice new buy 4"}));
    EXPECT_FALSE(desk.leader_fills(Side::sell, 2, "O2"));
    EXPECT_EQ(desk.outlet.sent.size(), 1U);
}

TEST(EngineCore, OrderThatIsNotSentComesBack) {
    Desk desk;
    desk.start();
    desk.outlet.refuses = {half};
    const std::size_t before = desk.journal.events.size();
    const auto taken = desk.leader_fills(Side::buy, 2, "O1");
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->orders_sent, 1U);
    EXPECT_EQ(story(desk.journal, before),
              (Lines{"leader-fill", "session-1-down", "order-not-sent"}));
    EXPECT_FALSE(desk.core.is_up(broker1));
    EXPECT_TRUE(desk.core.is_up(broker2));
    EXPECT_EQ(desk.said.front(), "not sent: no connection to the broker of half");
    EXPECT_TRUE(desk.core.router().working_orders(half).empty());
    EXPECT_EQ(desk.core.router().working_orders(twice).size(), 1U);
}

// An exit is tried again at once when its order comes back; the session that is down stops that.
TEST(EngineCore, ExitThatIsNotSentIsNotTriedForEver) {
    Desk desk;
    desk.start();
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O1"));
    const auto child = desk.core.router().working_orders(twice).at(0);
    ExecutionEvent fill;
    fill.kind = ExecKind::fill;
    fill.cl_ord_id = child.cl_ord_id;
    fill.order_key = "B1";
    fill.exec_key = "B1/1";
    fill.instrument = es;
    fill.terms = child.terms;
    fill.order_qty = fill.last_qty = fill.cum_qty = Quantity(4);
    fill.last_price = Price(18'000);
    ASSERT_TRUE(desk.take(FollowerExecution{twice, fill}));
    desk.outlet.refuses = {twice};
    const std::size_t before = desk.journal.events.size();
    ASSERT_TRUE(desk.take(OperatorCommand{OperatorAction::flatten, twice, {}, "anna", "out"}));
    EXPECT_EQ(story(desk.journal, before), (Lines{"flatten", "session-2-down", "order-not-sent"}));
    desk.outlet.refuses.clear();
    ASSERT_TRUE(desk.take(SessionChanged{broker2, true}));
    EXPECT_EQ(desk.outlet.sent.back(), "twice new sell 4");
}

TEST(EngineCore, SessionLostWhileSendingIsTakenInItsTurn) {
    Desk desk;
    desk.start();
    int told = 0;
    desk.outlet.while_sending = [&] {
        if (told++ == 0) (void)desk.core.take(SessionChanged{broker2, false}, desk.now);
    };
    const std::size_t before = desk.journal.events.size();
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O1"));
    EXPECT_EQ(story(desk.journal, before), (Lines{"leader-fill", "session-2-down"}));
    for (std::size_t i = 1; i < desk.journal.events.size(); ++i) {
        EXPECT_EQ(desk.journal.events[i].sequence, desk.journal.events[i - 1].sequence + 1);
    }
}

TEST(EngineCore, SendsWhatItHeldBackAfterOneCommitForAll) {
    Desk desk;
    desk.start();
    const int before = desk.journal.commits;
    const std::size_t decisions = desk.core.record().decisions(twice).decisions;
    desk.core.hold();
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O1"));
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O2"));
    EXPECT_EQ(desk.outlet.sent, Lines{});
    EXPECT_EQ(desk.journal.commits, before);
    EXPECT_EQ(desk.core.record().decisions(twice).decisions, decisions);
    const auto released = desk.core.release();
    ASSERT_TRUE(released);
    EXPECT_EQ(released->orders_sent, 4U);
    EXPECT_EQ(desk.outlet.sent,
              (Lines{"twice new buy 4", "half new buy 1", "half new buy 1", "twice new buy 4"}));
    EXPECT_EQ(desk.journal.commits, before + 1);
    EXPECT_EQ(desk.core.record().decisions(twice).decisions, decisions + 2);
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O3"));
    EXPECT_EQ(desk.outlet.sent.size(), 6U) << "nothing is held back any more";
}

TEST(EngineCore, WhatWasHeldBackIsLostWithTheCommitThatFails) {
    Desk desk;
    desk.start();
    desk.core.hold();
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O1"));
    desk.journal.commit_fails = true;
    EXPECT_FALSE(desk.core.release());
    desk.journal.commit_fails = false;
    EXPECT_FALSE(desk.core.release());
    EXPECT_FALSE(desk.leader_fills(Side::sell, 2, "O2"));
    EXPECT_EQ(desk.outlet.sent, Lines{});
}

TEST(EngineCore, AnOrderHeldBackThatIsNotSentComesBack) {
    Desk desk;
    desk.start();
    desk.outlet.refuses = {half};
    const std::size_t before = desk.journal.events.size();
    desk.core.hold();
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O1"));
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O2"));
    ASSERT_TRUE(desk.core.release());
    EXPECT_EQ(story(desk.journal, before), (Lines{"leader-fill", "leader-fill", "session-1-down",
                                                  "order-not-sent", "order-not-sent"}));
    EXPECT_TRUE(desk.core.router().working_orders(half).empty());
    EXPECT_EQ(desk.core.router().working_orders(twice).size(), 2U);
}

TEST(EngineCore, ClosedOutletLetsNothingOut) {
    Desk desk;
    desk.start();
    desk.core.close_outlet();
    const auto taken = desk.leader_fills(Side::buy, 2, "O1");
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->orders_sent, 0U);
    EXPECT_TRUE(desk.outlet.sent.empty());
    EXPECT_TRUE(desk.core.router().working_orders(half).empty());
}

TEST(EngineCore, EventTimesNeverFall) {
    Desk desk;
    desk.start();
    const Timestamp last = desk.core.last_time();
    ASSERT_TRUE(desk.core.take(TimerFired{}, Timestamp(last.ns - 5'000'000'000)));
    EXPECT_EQ(desk.journal.events.back().time, last);
}

// A mark is as old as it was last heard of, so a price that stands still is taken once a second.
TEST(EngineCore, TakesAPriceThatStandsStillOnceASecond) {
    Desk desk;
    desk.start();
    const MarkChanged mark{es, Price(18'001), SessionIndex{0}};
    EXPECT_TRUE(desk.core.is_news(mark, desk.now));
    ASSERT_TRUE(desk.take(mark));
    const Timestamp taken = desk.core.last_time();
    EXPECT_TRUE(desk.core.is_news({es, Price(18'002), SessionIndex{0}}, taken));
    EXPECT_TRUE(desk.core.is_news({es, Price(18'001), SessionIndex{1}}, taken));
    EXPECT_FALSE(desk.core.is_news(mark, taken + Duration::milliseconds(999)));
    EXPECT_TRUE(desk.core.is_news(mark, taken + Duration::seconds(1)));
}

TEST(EngineCore, CountsDecisionsAndKeepsNotices) {
    Desk desk;
    desk.start();
    ASSERT_TRUE(desk.take(OperatorCommand{OperatorAction::pause, half, {}, "anna", "lunch"}));
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O1"));
    const EngineRecord& record = desk.core.record();
    EXPECT_EQ(record.decisions(half).decisions, 1U);
    EXPECT_EQ(record.decisions(half).not_sent,
              (std::map<Reason, std::uint64_t>{{Reason::operator_action, 1U}}));
    EXPECT_EQ(record.decisions(twice).last->orders, 1U);
    EXPECT_TRUE(record.decisions(twice).not_sent.empty());
    EXPECT_EQ(record.orders_sent(half), 0U);
    EXPECT_EQ(record.orders_sent(twice), 1U);
    EXPECT_FALSE(record.notices(half).notices().empty());
    EXPECT_LE(record.notices(half).notices().size(), EngineRecord::notices_max_per_account);
}

TEST(NoticeRing, LosesTheOldestAtItsBound) {
    NoticeRing ring(3);
    for (int i = 0; i < 5; ++i) {
        Notice notice;
        notice.text = std::to_string(i);
        ring.keep(std::make_shared<const KeptNotice>(KeptNotice{Timestamp(i), notice}));
    }
    ASSERT_EQ(ring.notices().size(), 3U);
    EXPECT_EQ(ring.notices().front()->notice.text, "2");
    EXPECT_EQ(ring.notices().back()->notice.text, "4");
}

// D1: a disk without room for another segment takes no new risk, and keeps its room for exits.
TEST(EngineCore, AFullDiskHoldsEntriesLetsExitsGoAndClears) {
    Desk desk;
    desk.start();
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O1"));
    for (const FollowerId account : {half, twice}) desk.broker_fills(account);
    ASSERT_TRUE(desk.take(EntriesHeld{true}));
    EXPECT_TRUE(desk.core.entries_held());
    desk.outlet.sent.clear();

    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O2"));
    EXPECT_EQ(desk.outlet.sent, Lines{});
    EXPECT_EQ(desk.core.record().decisions(twice).not_sent.at(Reason::disk_full), 1U);
    ASSERT_TRUE(desk.leader_fills(Side::sell, 4, "O3"));
    std::ranges::sort(desk.outlet.sent);
    EXPECT_EQ(desk.outlet.sent, (Lines{"half new sell 1", "twice new sell 4"}));

    for (const FollowerId account : {half, twice}) desk.broker_fills(account);
    const Desk again(desk.journal);
    EXPECT_TRUE(again.core.entries_held()) << "a new life knows it too";
    ASSERT_TRUE(desk.take(EntriesHeld{false}));
    desk.outlet.sent.clear();
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O4"));
    EXPECT_EQ(desk.outlet.sent.size(), 2U);
}

// What a gateway does that cannot trust itself: it takes in what comes, and sends nothing.
TEST(EngineCore, AnObservingGatewaySendsNothingUntilAnOperatorResumes) {
    Desk desk;
    desk.start();
    ASSERT_TRUE(desk.leader_fills(Side::buy, 2, "O1"));
    for (const FollowerId account : {half, twice}) desk.broker_fills(account);
    ASSERT_TRUE(desk.take(OperatorCommand{OperatorAction::observe, {}, {}, "lockstep", "crashes"}));
    EXPECT_EQ(desk.core.router().view(twice).mode_reason, Reason::crash_loop);
    desk.outlet.sent.clear();
    ASSERT_TRUE(desk.leader_fills(Side::sell, 2, "O2"));
    EXPECT_EQ(desk.outlet.sent, Lines{});
    ASSERT_TRUE(desk.take(OperatorCommand{OperatorAction::resume, {}, {}, "anna", "looked"}));
    std::ranges::sort(desk.outlet.sent);
    EXPECT_EQ(desk.outlet.sent, (Lines{"half new sell 1", "twice new sell 4"}));
}

} // namespace
} // namespace lockstep
