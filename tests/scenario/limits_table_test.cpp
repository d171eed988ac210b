// Every check and every limit at the last value that passes and at the first that does not. The
// table is printed, and docs/risk.md has to hold it line for line.
#include "risk/reject_breaker.hpp"
#include "scenario/desk.hpp"
#include "unit/risk/gate_desk.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <iostream>
#include <set>

namespace lockstep::scenario {
namespace {

using risk_test::Case;
using risk_test::es;
using risk_test::now;
using risk_test::nq;

struct Row {
    std::string limit;
    std::string of_exits; // what it means to exits
    std::string passes;
    std::string denied;
    std::function<std::string(bool passing)> judge; // "passes", or what is said
};

// Of an entry, or of an exit, before the gate.
std::function<std::string(bool)> gate(std::function<Case(bool)> made) {
    return [made = std::move(made)](bool passing) {
        return risk_test::shown(risk_test::denial_of_new(made(passing)));
    };
}

Case limited(const std::function<void(AccountLimits&)>& set) {
    Case asked;
    set(asked.limits);
    return asked;
}

std::vector<Row> entry_rows() {
    return {
        {"the session", "the same", "up and recovered", "down", gate([](bool passing) {
             Case asked;
             asked.session_up = passing;
             return asked;
         })},
        {"the mode", "see the modes", "`active`", "`paused`, by a daily loss",
         gate([](bool passing) {
             return Case().in(passing ? Mode::active : Mode::paused, Reason::daily_loss);
         })},
        {"`AllowedInstruments=NQ ES`", "-", "ES", "MES", gate([](bool passing) {
             return limited([](AccountLimits& limits) { limits.allowed = {nq, es}; })
                 .of(Side::buy, 1, passing ? es : risk_test::mes);
         })},
        {"`Expires`", "-", "a nanosecond before it", "at it", gate([](bool passing) {
             Case asked;
             asked.traded[0].expires = Timestamp(now.ns + (passing ? 1 : 0));
             return asked;
         })},
        {"`MaxOrderQuantity=2`", "split", "an order of 2", "of 3", gate([](bool passing) {
             return limited([](AccountLimits& limits) { limits.max_order_quantity = Quantity(2); })
                 .of(Side::buy, passing ? 2 : 3);
         })},
        {"`MaxContracts=10`", "-", "long 4, buys 6", "buys 7",
         gate([](bool passing) { return Case().of(Side::buy, passing ? 6 : 7).holds(4); })},
        {"`MaxNotional=100000`", "-", "worth 100,000.00", "a tick more", gate([](bool passing) {
             return limited([](AccountLimits& limits) { limits.max_notional = Money::of(100'000); })
                 .marked(passing ? 10'000 : 10'001)
                 .of(Side::buy, 1);
         })},
        {"`PriceCollarTicks=40`", "-", "40 ticks from the mark", "41", gate([](bool passing) {
             return limited([](AccountLimits& limits) { limits.price_collar_ticks = 40; })
                 .marked(5'000)
                 .at(Price(passing ? 5'040 : 5'041));
         })},
        {"`MarkMaxAge=60`", "-", "a mark 60 s old", "a nanosecond older", gate([](bool passing) {
             return limited([](AccountLimits& limits) { limits.price_collar_ticks = 40; })
                 .marked(5'000, Duration(Duration::seconds(60).ns + (passing ? 0 : 1)))
                 .at(Price(5'000));
         })},
        {"`MaxSignalAge=2`", "-", "2 s old", "a nanosecond older", gate([](bool passing) {
             return Case().old(Duration(Duration::seconds(2).ns + (passing ? 0 : 1)));
         })},
        {"`TradingWindow`, `HolidayFile`, `NewsFile`, `FlatBy`", "-", "in an open window",
         "outside the hours", gate([](bool passing) {
             Case asked;
             asked.window = passing ? Window::open : Window::outside_hours;
             return asked;
         })},
        {"`MaxOrdersPerSecond=3`", "count", "the fourth, a second after the first",
         "a nanosecond sooner", gate([](bool passing) {
             Case asked = limited([](AccountLimits& limits) { limits.max_orders_per_second = 3; });
             asked.sent_ago = {Duration(Duration::seconds(1).ns - (passing ? 0 : 1)), {}, {}};
             return asked;
         })},
        {"`MaxExecutionsPerDay=50`", "count", "after 49 executions", "after 50",
         gate([](bool passing) {
             Case asked =
                 limited([](AccountLimits& limits) { limits.max_executions_per_day = 50; });
             asked.executions_today = passing ? 49 : 50;
             return asked;
         })},
        {"`OppositeSides=refuse`", "-", "buys, another leader of the owner long or flat",
         "it is short 2 MES", gate([](bool passing) {
             Case asked;
             if (!passing) {
                 asked.outlook.opposition =
                     Opposition{Reason::opposite_side, "one side of SP500 for one owner",
                                "LEAD2 holds -2 MES"};
             }
             return asked;
         })},
        {"projected loss, with `DailyLossLimit=1000`", "-",
         "2 bought at 5000, the leader's stop at 4951", "its stop at 4950", gate([](bool passing) {
             Case asked =
                 limited([](AccountLimits& limits) { limits.daily_loss = Money::of(1'000); });
             asked.losses = LossWatch(asked.limits, Money(0));
             asked.outlook = Outlook{Price(5'000), Price(passing ? 4'951 : 4'950), {}};
             return asked;
         })},
        {"`MaxMessagesPerSecond=10`", "see below", "the 7th entry", "the 8th",
         gate([](bool passing) {
             Case asked;
             asked.messages_per_second = 10;
             asked.messages_taken = passing ? 6 : 7;
             return asked;
         })},
        {"`MaxMessagesPerSecond=10`", "the same", "the 10th exit", "the 11th",
         gate([](bool passing) {
             Case asked;
             asked.messages_per_second = 10;
             asked.messages_taken = passing ? 9 : 10;
             return asked.exit();
         })},
    };
}

AccountLimits losing(DrawdownMode mode, std::optional<Money> lock = {}) {
    AccountLimits limits;
    limits.max_drawdown = Money::of(2'000);
    limits.drawdown_mode = mode;
    limits.drawdown_lock = lock;
    return limits;
}

// Equity goes through `before`, with the day rolled behind each; then to `reached`, where the limit
// is, or to a cent short of it.
std::function<std::string(bool)>
equity(const AccountLimits& limits, const std::vector<std::int64_t>& before, std::int64_t reached) {
    return [=](bool passing) -> std::string {
        LossWatch losses(limits, Money::of(50'000));
        for (const std::int64_t each : before) {
            if (losses.watch(Money::of(each))) return "breached before";
            losses.roll_day(Money::of(each));
        }
        const Money cent(Money::units_per_currency / 100);
        const Money short_of = limits.daily_profit ? -cent : cent;
        const auto breach = losses.watch(Money::of(reached) + (passing ? short_of : Money()));
        return breach ? std::string(name(breach->reason)) + " (" + in_words(*breach) + ")"
                      : "passes";
    };
}

std::vector<Row> equity_rows() {
    AccountLimits daily;
    daily.daily_loss = Money::of(1'000);
    AccountLimits target;
    target.daily_profit = Money::of(1'500);
    return {
        {"`DailyLossLimit=1000`", "-", "rolled at 50,500: equity 49,500.01", "49,500.00",
         equity(daily, {50'500}, 49'500)},
        {"`DailyProfitTarget=1500`", "-", "rolled at 50,500: equity 51,999.99", "52,000.00",
         equity(target, {50'500}, 52'000)},
        {"`MaxDrawdown=2000`, `static`", "-", "after 51,000: equity 48,000.01", "48,000.00",
         equity(losing(DrawdownMode::fixed), {51'000}, 48'000)},
        {"`MaxDrawdown=2000`, `trailing`", "-", "after 51,000: equity 49,000.01", "49,000.00",
         equity(losing(DrawdownMode::trailing), {51'000}, 49'000)},
        {"`MaxDrawdown=2000`, `end_of_day`", "-", "rolled at 51,000: equity 49,000.01", "49,000.00",
         equity(losing(DrawdownMode::end_of_day), {51'000}, 49'000)},
        {"the same with `DrawdownLock=100`", "-", "rolled at 53,000: equity 50,100.01", "50,100.00",
         equity(losing(DrawdownMode::end_of_day, Money::of(100)), {53'000}, 50'100)},
    };
}

// What the desk says once the leader has played its part: "passes" when the reason was not given.
std::string said(Desk& desk, Reason reason, const std::vector<std::string>& events) {
    for (const std::string& event : events) desk.happens(event);
    return desk.notices(reason) == 0 ? "passes" : std::string(name(reason));
}

std::string breaker(bool passing) {
    AccountLimits limits;
    RejectBreaker rejects(limits);
    bool tripped = false;
    for (int i = 0; i < 4; ++i) tripped |= rejects.reject(now);
    tripped |= rejects.reject(now + Duration(Duration::seconds(10).ns + (passing ? 1 : 0)));
    return tripped ? "reject-breaker" : "passes";
}

std::string drift(bool passing) {
    Desk desk(Broker::silent);
    FollowerConfig& follower = desk.follower("F");
    follower.limits.max_drift = Quantity(2);
    follower.limits.max_drift_time = Duration::seconds(10);
    const std::string buys = passing ? "leader buys 2" : "leader buys 3";
    desk.happens(buys);
    desk.happens("wait 11000");
    return desk.view("F").mode == Mode::active ? "passes" : "drift";
}

std::string tier(bool passing) {
    Desk desk(Broker::trading);
    FollowerConfig& follower = desk.follower("F");
    follower.sizing.over_cap = OverCap::skip;
    follower.limits.scaling_plan = {{Money::of(0), Ratio(1, 1)}, {Money::of(1'500), Ratio(3, 1)}};
    const std::string mark = passing ? "mark 130" : "mark 129"; // a point is worth 50
    return said(desk, Reason::skip_over_cap,
                {"leader buys 1", mark, "leader sells 1", "F day rolls", "leader buys 3"});
}

std::string hold(bool passing) {
    Desk desk(Broker::trading);
    desk.follower("F").limits.min_hold = Duration::seconds(10);
    const std::string waits = passing ? "wait 10000" : "wait 9999";
    return said(desk, Reason::min_hold, {"leader buys 1", waits, "leader sells 1"});
}

std::vector<Row> account_rows() {
    return {
        {"`RejectBreaker=5/10`", "-", "the fifth reject, 10 s and a nanosecond after the first",
         "10 s after", breaker},
        {"`MaxDrift=2/10`", "-", "2 contracts from the target, for ever", "3, for longer than 10 s",
         drift},
        {"`ScalingPlan=0:1,1500:3`", "-", "3 contracts, rolled at 1,500 of profit",
         "3, rolled at 1,450", tier},
        {"`MinHold=10`, a notice alone", "-", "closed 10 s after the opening",
         "a millisecond sooner", hold},
    };
}

std::vector<std::string> table(const std::vector<Row>& rows) {
    std::vector<std::string> lines;
    for (const Row& row : rows) {
        EXPECT_EQ(row.judge(true), "passes") << row.limit << ": " << row.passes;
        const std::string answer = row.judge(false);
        EXPECT_NE(answer, "passes") << row.limit << ": " << row.denied;
        lines.push_back("| " + row.limit + " | " + row.of_exits + " | " + row.passes + " | " +
                        row.denied + ": `" + answer + "` |");
    }
    return lines;
}

std::set<std::string> lines_of(const std::string& file) {
    std::ifstream in(file);
    std::set<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.insert(line);
    return lines;
}

TEST(LimitsTable, says_of_each_limit_what_passes_last_and_what_is_denied_first) {
    const auto page = lines_of(std::string(LOCKSTEP_SOURCE_DIR) + "/docs/risk.md");
    ASSERT_FALSE(page.empty());
    for (const auto& rows : {entry_rows(), equity_rows(), account_rows()}) {
        for (const std::string& line : table(rows)) {
            std::cout << line << "\n";
            EXPECT_TRUE(page.contains(line)) << "docs/risk.md lacks this line";
        }
        std::cout << "\n";
    }
}

} // namespace
} // namespace lockstep::scenario
