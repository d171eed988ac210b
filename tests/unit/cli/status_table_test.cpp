// The status as a table and as lines, for people.
#include "cli/status_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace lockstep {
namespace {

status::v1::Follower& add_follower(status::v1::Status& status, const std::string& account) {
    status::v1::Follower& follower = *status.add_followers();
    follower.set_account(account);
    follower.set_sizing("multiplier 0.5, rounded down, at most 5 contracts");
    follower.set_mode("active");
    follower.set_session_up(true);
    follower.set_equity("50012.50");
    follower.set_day_result("12.50");
    follower.set_orders_sent(3);
    follower.mutable_last_decision()->set_orders(1);
    return follower;
}

void hold(status::v1::Follower& follower, const std::string& instrument, int held, int target) {
    auto& it = *follower.add_instruments();
    it.set_instrument(instrument);
    it.set_held(held);
    it.set_target(target);
    it.set_drift(target - held);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t from = 0;
    for (std::size_t to; (to = text.find('\n', from)) != text.npos; from = to + 1) {
        lines.push_back(text.substr(from, to - from));
    }
    return lines;
}

bool has_line(const std::string& text, const std::string& line) {
    const auto lines = lines_of(text);
    return std::ranges::find(lines, line) != lines.end();
}

TEST(StatusLines, OneAnAccount) {
    status::v1::Status status;
    hold(add_follower(status, "F1"), "ES", 2, 2);
    auto& mixed = add_follower(status, "F2");
    hold(mixed, "ES", 2, 3);
    hold(mixed, "NQ", -1, 0);
    hold(mixed, "YM", 0, 0);
    mixed.mutable_instruments(0)->set_working_entries(1);
    mixed.mutable_instruments(1)->set_working_exits(2);
    mixed.mutable_instruments(1)->set_unknown_orders(1);
    auto& paused = add_follower(status, "F3");
    paused.set_mode("paused");
    paused.set_mode_reason("operator-action");
    paused.set_mode_text("anna: lunch");
    auto& down = add_follower(status, "F4");
    down.set_session_up(false);
    auto& denied = add_follower(status, "F5");
    denied.mutable_last_decision()->set_orders(0);
    denied.mutable_last_decision()->set_reason("rounds-to-zero");
    auto& idle = add_follower(status, "F6");
    idle.mutable_last_decision()->set_orders(0);
    idle.mutable_last_decision()->set_reason("nothing-to-do");
    EXPECT_EQ(status_lines(status),
              (std::vector<std::string>{
                  "F1 active, held 2 ES, target 2 ES, drift 0, works 0, day 12.50, sent 3",
                  "F2 active, held 2 ES, -1 NQ, target 3 ES, drift 1 ES, 1 NQ, works 1 in 2 out 1 "
                  "unknown, day 12.50, sent 3",
                  "F3 paused, held flat, target flat, drift 0, works 0, day 12.50, sent 3, "
                  "operator-action: anna: lunch",
                  "F4 active, held flat, target flat, drift 0, works 0, day 12.50, sent 3, "
                  "session-down",
                  "F5 active, held flat, target flat, drift 0, works 0, day 12.50, sent 3, "
                  "rounds-to-zero",
                  "F6 active, held flat, target flat, drift 0, works 0, day 12.50, sent 3"}));
}

TEST(StatusTable, LinesUpItsColumns) {
    status::v1::Status status;
    hold(add_follower(status, "F1"), "ES", 2, 2);
    add_follower(status, "LONGNAME").set_equity("9.50");
    const std::string table = status_table(status);
    EXPECT_TRUE(has_line(
        table, "ACCOUNT   SIZING                                             MODE    HELD  TARGET "
               " DRIFT  WORKING    EQUITY    DAY  SENT  WHY"))
        << table;
    EXPECT_TRUE(has_line(
        table, "F1        multiplier 0.5, rounded down, at most 5 contracts  active  2 ES  2 ES   "
               " 0      0        50012.50  12.50     3"))
        << table;
    EXPECT_TRUE(has_line(
        table, "LONGNAME  multiplier 0.5, rounded down, at most 5 contracts  active  flat  flat   "
               " 0      0            9.50  12.50     3"))
        << table;
}

TEST(StatusTable, SaysWhatIsNotWell) {
    status::v1::Status status;
    status.mutable_journal()->set_error("the disk is gone");
    status.mutable_journal()->set_space_low(true);
    auto& leader = *status.add_leaders();
    leader.set_account("LEAD1");
    auto& es = *leader.add_instruments();
    es.set_instrument("ES");
    es.set_known(true);
    es.set_position(-2);
    es.set_working_orders(1);
    es.set_bust_pending(true);
    auto& nq = *leader.add_instruments();
    nq.set_instrument("NQ");
    status.add_sessions()->set_state("up");
    auto& down = *status.add_sessions();
    down.set_id("FIX.4.4:A->B");
    down.set_state("waiting");
    down.set_last_error("Connection \x1b[31mrefused");
    const std::string table = status_table(status);
    for (const char* line :
         {"THE JOURNAL HAS FAILED: the disk is gone", "THE DISK IS FULL: no room for the journal",
          "leader LEAD1 (its session is DOWN): ES -2, 1 working, a bust waits for an answer; NQ "
          "not known yet",
          "sessions: 1 of 2 up", "  FIX.4.4:A->B is waiting: Connection \\x1b[31mrefused",
          "latency: nothing was sent yet"}) {
        EXPECT_TRUE(has_line(table, line)) << line << "\n" << table;
    }
}

TEST(StatusTable, PrintsLatencyInMilliseconds) {
    status::v1::Status status;
    status.mutable_latency()->set_count(7);
    status.mutable_latency()->set_p50_ns(409'599);
    status.mutable_latency()->set_p99_ns(1'002'000);
    status.mutable_latency()->set_max_ns(12'345'678);
    EXPECT_TRUE(has_line(status_table(status),
                         "latency from a leader's fact to its last order: p50 0.409 ms, p99 1.002 "
                         "ms, max 12.345 ms (7 facts)"))
        << status_table(status);
}

} // namespace
} // namespace lockstep
