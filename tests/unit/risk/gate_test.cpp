// The risk gate: every check at the last value that passes and the first that does not, and the
// order in which they are made.
#include "unit/risk/gate_desk.hpp"

#include <gtest/gtest.h>

namespace lockstep::risk_test {
namespace {

struct Row {
    std::string name;
    Case asked;
    std::string answer;
};

void expect_answers(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        EXPECT_EQ(shown(denial_of_new(row.asked)), row.answer) << row.name;
    }
}

Case two_es() { return Case(); }

Case with_order_limit(std::int64_t lots) {
    Case asked;
    asked.limits.max_order_quantity = Quantity(lots);
    return asked;
}

Case allowing(std::vector<InstrumentId> allowed) {
    Case asked;
    asked.limits.allowed = std::move(allowed);
    return asked;
}

TEST(Gate, asks_for_a_session_that_is_up) {
    Case down;
    down.session_up = false;
    expect_answers({
        {"an entry, up", two_es(), "passes"},
        {"an entry, down", down, "session-down (session up: down)"},
        {"an exit, down", Case(down).exit(), "session-down (session up: down)"},
    });
    EXPECT_EQ(shown(denial_of_cancel(down)), "session-down (session up: down)");
    EXPECT_EQ(shown(denial_of_replace(down.exit(), Quantity(0))),
              "session-down (session up: down)");
}

TEST(Gate, lets_each_mode_send_what_it_may) {
    struct ModeRow {
        Mode mode;
        // a new order or a larger one; a change that adds nothing; a cancel
        bool entry_more, entry_same, exit_more, exit_same, cancel;
    };
    const std::vector<ModeRow> rows{
        {Mode::active, true, true, true, true, true},
        {Mode::paused, false, false, true, true, true},
        {Mode::flattening, false, false, true, true, true},
        {Mode::halted, false, false, false, true, true},
        {Mode::observing, false, false, false, false, false},
    };
    for (const ModeRow& row : rows) {
        const auto answer = [&](bool passes, const std::string& wanted) {
            return passes ? "passes"
                          : "paused (" + wanted + ": " + std::string(name(row.mode)) + ")";
        };
        const std::string entries = "mode active";
        const std::string exits = "a mode that lets exits leave";
        const Case entry = Case().in(row.mode);
        const Case exit = Case().in(row.mode).exit();
        const std::string where = "in mode " + std::string(name(row.mode)) + ", ";
        EXPECT_EQ(shown(denial_of_new(entry)), answer(row.entry_more, entries)) << where << "entry";
        EXPECT_EQ(shown(denial_of_new(exit)), answer(row.exit_more, exits)) << where << "exit";
        EXPECT_EQ(shown(denial_of_replace(entry, Quantity(1))), answer(row.entry_more, entries))
            << where << "larger entry";
        EXPECT_EQ(shown(denial_of_replace(entry, Quantity(0))), answer(row.entry_same, entries))
            << where << "moved entry";
        EXPECT_EQ(shown(denial_of_replace(exit, Quantity(1))), answer(row.exit_more, exits))
            << where << "larger exit";
        EXPECT_EQ(shown(denial_of_replace(exit, Quantity(0))), answer(row.exit_same, exits))
            << where << "moved or smaller exit";
        EXPECT_EQ(shown(denial_of_cancel(entry)),
                  answer(row.cancel, "a mode that lets cancels leave"))
            << where << "cancel";
    }
}

TEST(Gate, gives_the_reason_of_the_mode) {
    for (const Reason reason : {Reason::operator_action, Reason::daily_loss, Reason::drawdown,
                                Reason::reject_breaker, Reason::foreign_trade}) {
        const auto denial = denial_of_new(Case().in(Mode::paused, reason));
        ASSERT_TRUE(denial);
        EXPECT_EQ(name(denial->reason), name(reason));
    }
}

TEST(Gate, lets_only_allowed_instruments_be_entered) {
    const std::string denied = "instrument-not-allowed (AllowedInstruments: not among them)";
    expect_answers({
        {"no list: every one", allowing({}), "passes"},
        {"the only one", allowing({es}), "passes"},
        {"one of two", allowing({nq, es}), "passes"},
        {"not on the list", allowing({nq, mes}), denied},
        {"an exit of it", allowing({nq}).exit(), "passes"},
    });
}

Case worth(std::int64_t most) { // a tick of ES is worth 10
    Case asked;
    asked.limits.max_notional = Money::of(most);
    return asked.marked(5'000).of(Side::buy, 2);
}

TEST(Gate, bounds_what_everything_is_worth) {
    expect_answers({
        {"just worth it", worth(100'000), "passes"},
        {"a unit less", worth(99'999), "max-notional (99999.00: 100000.00)"},
        {"an exit", worth(1).exit(), "passes"},
        {"a price below zero is worth as much", worth(99'999).marked(-5'000),
         "max-notional (99999.00: 100000.00)"},
        {"what is held counts", worth(149'999).holds(1), "max-notional (149999.00: 150000.00)"},
        {"and what works", worth(150'000).holds(0, 1), "passes"},
        {"the other side does not add", worth(100'000).holds(0, 0, 2), "passes"},
        {"other instruments do", worth(200'000).holds(-1, 0, 0, nq).marked(10'000, {}, nq),
         "passes"},
        {"to the last tick", worth(199'999).holds(-1, 0, 0, nq).marked(10'000, {}, nq),
         "max-notional (199999.00: 200000.00)"},
        {"without a mark for what is held", worth(1'000'000).holds(1, 0, 0, nq),
         "mark-missing (a mark to judge by: none)"},
    });
}

Case collared(std::optional<Price> price, std::optional<Price> stop = std::nullopt) {
    Case asked;
    asked.limits.price_collar_ticks = 40;
    return asked.marked(5'000).at(price, stop);
}

TEST(Gate, keeps_prices_near_the_mark) {
    const Duration sixty = Duration::seconds(60);
    const Duration older = Duration(sixty.ns + 1);
    expect_answers({
        {"no price", collared(std::nullopt), "passes"},
        {"at the edge above", collared(Price(5'040)), "passes"},
        {"at the edge below", collared(Price(4'960)), "passes"},
        {"one above", collared(Price(5'041)), "price-collar (40 ticks from the mark: 41)"},
        {"one below", collared(Price(4'959)), "price-collar (40 ticks from the mark: 41)"},
        {"its stop", collared(std::nullopt, Price(5'041)),
         "price-collar (40 ticks from the mark: 41)"},
        {"its stop's limit", collared(Price(5'050), Price(5'040)),
         "price-collar (40 ticks from the mark: 50)"},
        {"an exit", collared(Price(9'000)).exit(), "passes"},
        {"a price of the other world", collared(Price(INT64_MAX)).marked(-5'000),
         "price-collar (40 ticks from the mark: " + std::to_string(INT64_MAX) + ")"},
        {"as old as may be", collared(Price(5'000)).marked(5'000, sixty), "passes"},
        {"older", collared(Price(5'000)).marked(5'000, older),
         "mark-missing (a mark of 60000 ms: 60000.000001 ms)"},
        {"older, at no price", collared(std::nullopt).marked(5'000, older), "passes"},
    });
    Case unmarked = collared(Price(5'000));
    unmarked.ledger = AccountLedger(Case::instruments(), Money(0), Money(0));
    EXPECT_EQ(shown(denial_of_new(unmarked)), "mark-missing (a mark to judge by: none)");
}

Case after_orders(std::vector<Duration> ago) {
    Case asked;
    asked.limits.max_orders_per_second = 3;
    asked.sent_ago = std::move(ago);
    return asked;
}

TEST(Gate, refuses_what_repeats_too_fast) {
    constexpr auto ms = Duration::milliseconds;
    const Duration second = Duration::seconds(1);
    const std::string denied = "max-orders-per-second (3 orders a second: as many have left)";
    expect_answers({
        {"the third", after_orders({ms(1), ms(0)}), "passes"},
        {"the fourth", after_orders({ms(2), ms(1), ms(0)}), denied},
        {"just within the second", after_orders({Duration(second.ns - 1), ms(1), ms(0)}), denied},
        {"the first left a second ago", after_orders({second, ms(1), ms(0)}), "passes"},
        {"only the newest three count", after_orders({second, second, ms(1), ms(0)}), "passes"},
        {"an exit", after_orders({ms(2), ms(1), ms(0)}).exit(), "passes"},
    });
}

TEST(Gate, bounds_one_order) {
    expect_answers({
        {"no limit", two_es().of(Side::buy, 10), "passes"},
        {"just within", with_order_limit(2), "passes"},
        {"one more", with_order_limit(2).of(Side::buy, 3), "max-order-quantity (2: 3)"},
        {"an exit, which the router splits", with_order_limit(2).of(Side::sell, 9).exit(),
         "passes"},
    });
    // of a replace, the whole order counts, what filled of it included
    EXPECT_EQ(shown(denial_of_replace(with_order_limit(4).of(Side::buy, 4), Quantity(1))),
              "passes");
    EXPECT_EQ(shown(denial_of_replace(with_order_limit(4).of(Side::buy, 5), Quantity(1))),
              "max-order-quantity (4: 5)");
}

std::string over(std::int64_t asked, std::int64_t room, const std::string& max = "10") {
    return "max-contracts (" + max + " weighted contracts: " + std::to_string(asked) +
           " asked, room for " + std::to_string(room) + ")";
}

TEST(Gate, bounds_the_contracts_of_one_instrument) {
    const auto buy = [](std::int64_t lots) { return Case().of(Side::buy, lots); };
    const auto sell = [](std::int64_t lots) { return Case().of(Side::sell, lots); };
    expect_answers({
        {"from flat, just within", buy(10), "passes"},
        {"from flat, one more", buy(11), over(11, 10)},
        {"from flat, sold, just within", sell(10), "passes"},
        {"from flat, sold, one more", sell(11), over(11, 10)},
        {"long 4, just within", buy(6).holds(4), "passes"},
        {"long 4, one more", buy(7).holds(4), over(7, 6)},
        {"long 10, none", buy(1).holds(10), over(1, 0)},
        {"against 4 short, which may be closed first", buy(10).holds(-4), "passes"},
        {"against 4 short, one more", buy(11).holds(-4), over(11, 10)},
        {"buys working, just within", buy(3).holds(4, 3), "passes"},
        {"buys working, one more", buy(4).holds(4, 3), over(4, 3)},
        {"sells working take nothing from buys", buy(6).holds(4, 0, 5), "passes"},
        {"sells working, sold, just within", sell(9).holds(4, 0, 5), "passes"},
        {"sells working, sold, one more", sell(10).holds(4, 0, 5), over(10, 9)},
        {"over the cap by somebody else's trade", buy(1).holds(12), over(1, 0)},
    });
}

TEST(Gate, bounds_the_weighted_contracts_of_all_instruments) {
    // ES and NQ count 1, MES counts a tenth
    const auto buy = [](std::int64_t lots, InstrumentId at) {
        return Case().of(Side::buy, lots, at);
    };
    expect_answers({
        {"micros alone, just within", buy(100, mes), "passes"},
        {"micros alone, one more", buy(101, mes), over(101, 100)},
        {"beside 4 NQ, just within", buy(6, es).holds(4, 0, 0, nq), "passes"},
        {"beside 4 NQ, one more", buy(7, es).holds(4, 0, 0, nq), over(7, 6)},
        {"beside 4 NQ short, just within", buy(6, es).holds(-4, 0, 0, nq), "passes"},
        {"beside 4 NQ short, one more", buy(7, es).holds(-4, 0, 0, nq), over(7, 6)},
        {"the worse side of NQ counts", buy(3, es).holds(2, 1, 9, nq), "passes"},
        {"the worse side of NQ counts, one more", buy(4, es).holds(2, 1, 9, nq), over(4, 3)},
        {"beside 5 MES, just within", buy(9, es).holds(5, 0, 0, mes), "passes"},
        {"beside 5 MES, one more", buy(10, es).holds(5, 0, 0, mes), over(10, 9)},
        {"beside 10 MES, just within", buy(9, es).holds(10, 0, 0, mes), "passes"},
        {"beside 11 MES, one more", buy(9, es).holds(11, 0, 0, mes), over(9, 8)},
        {"micros beside 9 ES, just within", buy(10, mes).holds(9), "passes"},
        {"micros beside 9 ES, one more", buy(11, mes).holds(9), over(11, 10)},
        {"nothing left", buy(1, mes).holds(10), over(1, 0)},
        {"nothing left, towards flat", buy(1, es).holds(-1).holds(10, 0, 0, nq), over(1, 0)},
    });
    Case thirds = buy(1, es);
    thirds.limits.max_contracts = Ratio(25, 10);
    thirds.limits.contract_weight = {Ratio(1, 3), Ratio(1, 7), Ratio(3, 2)};
    thirds.holds(0, 0, 4, nq).holds(-2, 0, 0, mes);
    EXPECT_EQ(shown(denial_of_new(thirds)), over(1, 0, "5/2")) << "6 + 2/7 are over 2.5";
    thirds.holds(0, 0, 1, nq).holds(-2, 0, 0, mes);
    // 2.5 - 1.5 - 2/7 = 5/7: two thirds fit, three thirds do not
    EXPECT_EQ(shown(denial_of_new(thirds.of(Side::buy, 2))), "passes");
    EXPECT_EQ(shown(denial_of_new(thirds.of(Side::buy, 3))), over(3, 2, "5/2"));
}

TEST(Gate, counts_of_a_replace_what_it_adds) {
    // long 4 with 3 working: room for 3 more
    const Case larger = Case().of(Side::buy, 6).holds(4, 3);
    EXPECT_EQ(shown(denial_of_replace(larger, Quantity(3))), "passes");
    EXPECT_EQ(shown(denial_of_replace(larger, Quantity(4))), over(4, 3));
    EXPECT_EQ(shown(denial_of_replace(Case().of(Side::buy, 6).holds(12, 3), Quantity(0))),
              "passes");
}

TEST(Gate, is_closed_to_entries_that_follow_old_news) {
    const Duration two = Duration::seconds(2);
    Case patient;
    patient.limits.max_signal_age = Duration(1);
    expect_answers({
        {"new", two_es(), "passes"},
        {"just young enough", two_es().old(two), "passes"},
        {"one nanosecond too old", two_es().old(two + Duration(1)),
         "stale (2000 ms: 2000.000001 ms)"},
        {"from a clock that is ahead", two_es().old(Duration(-1)), "passes"},
        {"an age of its own", Case(patient).old(Duration(1)), "passes"},
        {"an age of its own, too old", Case(patient).old(Duration(2)),
         "stale (0.000001 ms: 0.000002 ms)"},
        {"an exit is never too old", two_es().exit().old(Duration::seconds(86'400)), "passes"},
    });
    EXPECT_EQ(shown(denial_of_replace(two_es().old(two), Quantity(1))), "passes");
    EXPECT_EQ(shown(denial_of_replace(two_es().old(two + Duration(1)), Quantity(0))),
              "stale (2000 ms: 2000.000001 ms)");
}

TEST(Gate, delays_what_the_session_cannot_take) {
    struct BudgetRow {
        int taken;
        bool entry, exit, cancel;
        std::int64_t entry_after_ns, exit_after_ns; // when it will pass
    };
    // ten messages a second, three of them kept
    const std::vector<BudgetRow> rows{
        {0, true, true, true, 0, 0},
        {6, true, true, true, 0, 0},
        {7, false, true, true, 100'000'000, 0},
        {9, false, true, true, 300'000'000, 0},
        {10, false, false, false, 400'000'000, 100'000'000},
    };
    for (const BudgetRow& row : rows) {
        Case asked;
        asked.messages_per_second = 10;
        asked.messages_taken = row.taken;
        const auto expect = [&](const std::optional<Denial>& denial, bool passes,
                                std::int64_t after_ns, const std::string& what) {
            const std::string where = what + " after " + std::to_string(row.taken) + " messages";
            EXPECT_EQ(shown(denial),
                      passes ? "passes" : "throttled (10 messages a second: none left)")
                << where;
            if (!denial) return;
            EXPECT_EQ(denial->retry_at, now + Duration(after_ns)) << where;
        };
        expect(denial_of_new(asked), row.entry, row.entry_after_ns, "entry");
        expect(denial_of_replace(asked, Quantity(1)), row.entry, row.entry_after_ns,
               "larger entry");
        expect(denial_of_cancel(asked), row.cancel, row.exit_after_ns, "cancel");
        asked.exit();
        expect(denial_of_new(asked), row.exit, row.exit_after_ns, "exit");
        expect(denial_of_replace(asked, Quantity(0)), row.exit, row.exit_after_ns, "smaller exit");
    }
}

TEST(Gate, spends_a_message_only_on_what_passes) {
    MessageBudget budget(SessionLimits{1});
    const Case denied = Case().of(Side::buy, 11);
    const OrderRate rate = rate_of(denied);
    NewOrder order;
    order.instrument = es;
    order.quantity = Quantity(11);
    for (int i = 0; i < 5; ++i) {
        EXPECT_FALSE(
            RiskGate().approve(view_of(denied, rate), budget, order, Intent::entry, now, now));
    }
    order.quantity = Quantity(10);
    EXPECT_TRUE(RiskGate().approve(view_of(denied, rate), budget, order, Intent::entry, now, now));
    EXPECT_FALSE(RiskGate().approve(view_of(denied, rate), budget, order, Intent::exit, now, now));
}

// Everything is wrong with the first order; each row mends what the row before it was denied for.
TEST(Gate, gives_the_first_reason_in_the_documented_order) {
    Case asked;
    asked.session_up = false;
    asked.in(Mode::paused, Reason::daily_loss);
    asked.limits.allowed = {nq};
    asked.limits.max_order_quantity = Quantity(1);
    asked.limits.max_notional = Money::of(1'000'000);
    asked.limits.price_collar_ticks = 10;
    asked.limits.max_orders_per_second = 1;
    asked.sent_ago = {Duration()};
    asked.holds(9).old(Duration::seconds(3)).at(Price(5'011));
    asked.messages_per_second = 1;
    asked.messages_taken = 1;
    const auto reason = [&] {
        const auto denial = denial_of_new(asked);
        const auto of_replace = denial_of_replace(asked, asked.quantity);
        EXPECT_EQ(shown(denial), shown(of_replace));
        return denial ? std::string(name(denial->reason)) : "passes";
    };
    EXPECT_EQ(reason(), "session-down");
    asked.session_up = true;
    EXPECT_EQ(reason(), "daily-loss");
    asked.in(Mode::active);
    EXPECT_EQ(reason(), "instrument-not-allowed");
    asked.limits.allowed = {nq, es};
    EXPECT_EQ(reason(), "max-order-quantity");
    asked.limits.max_order_quantity = Quantity(2);
    EXPECT_EQ(reason(), "max-contracts");
    asked.holds(8);
    EXPECT_EQ(reason(), "mark-missing");
    asked.marked(20'000);
    EXPECT_EQ(reason(), "max-notional");
    asked.marked(5'000);
    EXPECT_EQ(reason(), "price-collar");
    asked.at(Price(5'010));
    EXPECT_EQ(reason(), "stale");
    asked.old(Duration::seconds(2));
    EXPECT_EQ(reason(), "max-orders-per-second");
    asked.sent_ago = {};
    EXPECT_EQ(reason(), "throttled");
    asked.messages_taken = 0;
    EXPECT_EQ(reason(), "passes");
}

TEST(Gate, asks_of_exits_a_session_a_mode_and_a_message_alone) {
    Case asked;
    asked.in(Mode::paused, Reason::daily_loss).exit();
    asked.limits.allowed = {nq};
    asked.limits.max_order_quantity = Quantity(1);
    asked.limits.max_contracts = Ratio(1, 1);
    asked.of(Side::sell, 50).holds(50, 0, 50).old(Duration::seconds(1'000));
    EXPECT_EQ(shown(denial_of_new(asked)), "passes");
    EXPECT_EQ(shown(denial_of_replace(asked, Quantity(5))), "passes");
    asked.messages_per_second = 1;
    asked.messages_taken = 1;
    EXPECT_EQ(shown(denial_of_new(asked)), "throttled (1 messages a second: none left)");
    asked.in(Mode::halted, Reason::operator_action);
    EXPECT_EQ(shown(denial_of_new(asked)),
              "operator-action (a mode that lets exits leave: halted)");
    asked.session_up = false;
    EXPECT_EQ(shown(denial_of_new(asked)), "session-down (session up: down)");
}

} // namespace
} // namespace lockstep::risk_test
