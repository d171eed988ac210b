// The journal as an operator reads it.
#include "journal/describe.hpp"

#include "support/sample_events.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

TEST(Describe, GivesOneLineForEveryKindOfEvent) {
    const Names names(test::sample_lists());
    const std::string execution =
        "fill sell 2 MES at 4500.25 (stop-limit 4500.50 stop 4501.00, gtd), 3 of 5, 1 left, order "
        "O1, id C2, was C1, exec E7, refers to E6, status 1, seq 12, possible duplicate, possible "
        "resend, transacted 2026-07-28T13:30:00.000000123Z, text \"caf\\xe9 \\\"5\\\" \\x01\"";
    const std::vector<std::string> lines{
        "started version 0.1.0, settings 9f86d081, epoch 1785245400",
        "started version 0.1.0, settings 9f86d081, epoch 1785245400, state 3",
        "leader LEAD2: " + execution,
        "follower F100K: " + execution,
        "session FIX.4.4:LOCKSTEP->BROKER1 up",
        "session FIX.4.4:LOCKSTEP->LEADER down",
        "mark ZT -0.01171875 from FIX.4.4:LOCKSTEP->BROKER1",
        "leader LEAD1: balance 150000.00",
        "follower F100K: balance -0.0007",
        "leader LEAD2: position -4 ES by an operator",
        "timer",
        "follower F100K: the trading day ended, the next began",
        "leader LEAD2: the venue's session ended",
        "follower F100K: order L1-42 was not sent",
        "operator \"anna\": pause follower F100K, reason \"news\"",
        "operator \"anna\": flatten the followers of LEAD2, reason \"\"",
        "operator \"\": halt all, reason \"all out\"",
        "operator \"lockstep\": observe all, reason \"crashes\"",
        "stopped",
        "entries are held: no room for the journal",
        "entries are held no more",
        "follower F100K: question TWO-rz-1 after all orders is answered",
        "follower F100K: question TWO-rz-2 after all orders was refused",
        "follower F100K: position -4 ES by its broker's report",
        "follower F100K: question TWO-rz-3 after positions is answered, reports that follow: 2",
        "follower F100K: question TWO-rz-4 after positions was refused",
        "follower F100K: window flat-by",
        "operator \"anna\": follower F100K DailyLossLimit 9000000.00, reason \"tired\"",
        "operator \"anna\": follower F100K MaxNotional off, reason \"\"",
    };
    const auto bodies = test::one_of_every_kind();
    ASSERT_EQ(bodies.size(), lines.size());
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        EXPECT_EQ(describe({17, Timestamp(1'785'245'400'000'000'000), bodies[i]}, names),
                  "2026-07-28T13:30:00.000000000Z 17 " + lines[i]);
    }
}

TEST(Describe, ShowsAnOrderThatHasNotTraded) {
    const Names names(test::sample_lists());
    ExecutionEvent it;
    it.kind = ExecKind::accepted;
    it.order_key = "a b";
    it.terms.type = OrderType::limit;
    it.terms.price = Price(18000);
    it.order_qty = Quantity(3);
    it.leaves_qty = Quantity(3);
    EXPECT_EQ(describe({1, {}, LeaderExecution{LeaderId{0}, it}}, names),
              "1970-01-01T00:00:00.000000000Z 1 leader LEAD1: accepted buy 3 ES (limit 4500.00, "
              "day), 0 of 3, 3 left, order \"a b\", seq 0, transacted "
              "1970-01-01T00:00:00.000000000Z");
}

TEST(Describe, StaysOneLineOfPrintableAsciiWhateverPeersWrote) {
    const Names names(test::sample_lists());
    test::RandomEvents random(4);
    for (std::uint64_t sequence = 1; sequence <= 2'000; ++sequence) {
        for (const char c : describe(random.next(sequence), names)) {
            ASSERT_TRUE(c >= ' ' && c <= '~');
        }
    }
}

} // namespace
} // namespace lockstep
