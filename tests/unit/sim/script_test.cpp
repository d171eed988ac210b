// The script language: what is accepted, and every mistake with its exact words.
#include "script/script.hpp"
#include "unit/sim/sim_fixture.hpp"

#include <gtest/gtest.h>

namespace lockstep::sim::test {
namespace {

SimSettings settings() {
    std::vector<Problem> problems;
    return read_settings("s.cfg", common_settings(), problems);
}

Script good(const std::string& text) {
    std::vector<Problem> problems;
    const auto known = settings();
    auto script = read_script("d.script", text, known, problems);
    for (const auto& problem : problems) ADD_FAILURE() << describe("d.script", problem);
    return script;
}

std::vector<std::string> problems_of(const std::string& text) {
    std::vector<Problem> problems;
    const auto known = settings();
    read_script("d.script", text, known, problems);
    std::vector<std::string> lines;
    for (const auto& problem : problems) lines.push_back(describe("d.script", problem));
    return lines;
}

template <class Body> const Body& body(const Script& script, std::size_t step) {
    return std::get<Body>(script.steps.at(step).body);
}

TEST(Script, orders_say_side_quantity_type_prices_and_time_in_force) {
    const auto script = good("LEAD1 buy 2 ES market as a # the entry\n"
                             "\n"
                             "LEAD1 sell 3 NQ limit 18000.25 gtc as b\n"
                             "ONE sell 1 ES stop 4990.00 as c\n"
                             "ONE buy 1 ES stop-limit 5010.00 5011.00 fok as d\n");
    ASSERT_EQ(script.steps.size(), 4u);
    EXPECT_EQ(script.steps[1].line, 3);
    const auto& limit = body<PlaceStep>(script, 1);
    EXPECT_EQ(limit.terms, (OrderTerms{Side::sell, OrderType::limit, TimeInForce::good_till_cancel,
                                       Price(72'001), std::nullopt}));
    EXPECT_EQ(limit.quantity, Quantity(3));
    EXPECT_EQ(limit.instrument, InstrumentId{1});
    const auto& stop_limit = body<PlaceStep>(script, 3);
    EXPECT_EQ(stop_limit.terms, (OrderTerms{Side::buy, OrderType::stop_limit, TimeInForce::fok,
                                            Price(20'044), Price(20'040)}));
    EXPECT_EQ(script.order_names, (std::vector<std::string>{"a", "b", "c", "d"}));
}

TEST(Script, a_time_may_stand_before_a_command) {
    const auto script = good("at 1.5s print   now  \nafter 250ms\nafter 1m end\n");
    ASSERT_EQ(script.steps.size(), 5u);
    EXPECT_EQ(body<AtStep>(script, 0).since_start, Duration::milliseconds(1'500));
    EXPECT_EQ(body<PrintStep>(script, 1).text, "  now");
    EXPECT_EQ(body<AfterStep>(script, 2).pause, Duration::milliseconds(250));
    EXPECT_EQ(body<AfterStep>(script, 3).pause, Duration::seconds(60));
}

TEST(Script, a_wait_takes_several_conditions_and_a_bound) {
    const auto script = good("LEAD1 buy 2 ES market as a\n"
                             "wait for a filled 1 and ONE position ES -2 and ONE working 0 and "
                             "session BROKER1 up and quiet 100ms within 3s\n"
                             "expect a filled and session BROKER2 down\n");
    const auto& wait = body<WaitStep>(script, 1);
    EXPECT_EQ(wait.within, Duration::seconds(3));
    ASSERT_EQ(wait.all_of.size(), 5u);
    EXPECT_EQ(std::get<OrderIs>(wait.all_of[0].what).at_least, Quantity(1));
    EXPECT_EQ(std::get<PositionIs>(wait.all_of[1].what).position, Position(-2));
    EXPECT_EQ(wait.all_of[1].text, "ONE position ES -2");
    EXPECT_EQ(std::get<QuietFor>(wait.all_of[4].what).time, Duration::milliseconds(100));
    EXPECT_EQ(body<WaitStep>(script, 2).within, Duration(0));
}

TEST(Script, market_moves_and_faults_are_read) {
    const auto script = good("move ES to 5010.00 over 2s\n"
                             "phase NQ halt\n"
                             "reject next order of ONE with \"no margin\"\n"
                             "reject next 3 cancels of TWO with \"not now\"\n"
                             "partial next order of ONE 2 rest after 500ms\n"
                             "partial next order of ONE 2 rest canceled\n"
                             "delay BROKER1 200ms\n"
                             "silence BROKER1\n"
                             "duplicate last report of LEAD1 as possresend\n");
    EXPECT_EQ(body<MoveStep>(script, 0).over, Duration::seconds(2));
    EXPECT_EQ(body<PhaseStep>(script, 1).phase, Phase::halted);
    EXPECT_EQ(body<RejectStep>(script, 2).text, "no margin");
    EXPECT_EQ(body<RejectStep>(script, 3).what, Rejectable::cancels);
    EXPECT_EQ(body<RejectStep>(script, 3).count, 3);
    EXPECT_EQ(body<PartialStep>(script, 4).rest_after, Duration::milliseconds(500));
    EXPECT_EQ(body<PartialStep>(script, 5).rest_after, std::nullopt);
    EXPECT_EQ(body<SessionStep>(script, 7).word, LineWord::silence);
    EXPECT_EQ(body<DuplicateStep>(script, 8).as, DuplicateAs::poss_resend);
}

struct BadLine {
    std::string text;
    std::string problem;
};

TEST(Script, every_mistake_is_listed_with_its_line_and_its_cure) {
    const BadLine rows[] = {
        {"bye 2 ES", "\"bye\" is neither a command nor an account; known are at, after, amend, "
                     "cancel, oco, move, phase, wait, expect, reject, partial, delay, ..."},
        {"LEAD buy 2 ES market as a",
         "\"LEAD\" is neither a command nor an account; did you mean LEAD1?"},
        {"LEAD1 bye 2 ES market as a", "\"bye\" is not buy or sell; known are buy, sell"},
        {"LEAD1 buy two ES market as a",
         "\"two\" is not a quantity; write a whole number from 1 to 1000000000"},
        {"LEAD1 buy 2 EX market as a", "\"EX\" is no instrument of the settings; did you mean ES?"},
        {"LEAD1 buy 2 ES markt as a", "\"markt\" is not an order type; did you mean market?"},
        {"LEAD1 buy 2 ES limit 5000.10 as a",
         "5000.10 is not a multiple of ES's tick 0.25; write a multiple of 0.25"},
        {"LEAD1 buy 2 ES limit as a",
         "\"as\" is not a number: only digits, one point and a leading minus are allowed; write a "
         "multiple of 0.25"},
        {"LEAD1 buy 2 ES market", "the line ends where \"as\" is missing; write \"as\" here"},
        {"LEAD1 buy 2 ES market day as",
         "the line ends where a name for the order is missing; add a name for the order"},
        {"LEAD1 buy 2 ES market as TWO",
         "TWO cannot name an order: it means something else; give it another name"},
        {"LEAD1 buy 2 ES market as a b", "\"b\" is one word too many; end the line before it"},
        {"cancel a", "\"a\" is no order placed above; there is none yet"},
        {"wait for ONE position ES", "the line ends where a position is missing; add a position"},
        {"wait for ONE flat", "\"flat\" is not position or working; known are position, working"},
        {"wait ONE position ES 1", "\"ONE\" stands where \"for\" belongs; write \"for\" here"},
        {"wait for session BROKR1 up",
         "\"BROKR1\" is no session of the settings; did you mean BROKER1?"},
        {"after 5", "\"5\" is not a time to wait; write a time with its unit, like 500ms, 2s, "
                    "0.5s or 1m, at most a day"},
        {"after 25000m", "\"25000m\" is not a time to wait; write a time with its unit, like "
                         "500ms, 2s, 0.5s or 1m, at most a day"},
        {"phase ES opened", "\"opened\" is not a phase; did you mean open?"},
        {"move ES 5000.00", "\"5000.00\" stands where \"to\" belongs; write \"to\" here"},
        {"reject next order of ONE with \"no",
         "a text begins with \" and does not end; close it with \""},
        {"duplicate last report of ONE as dup",
         "\"dup\" is not possdup, possresend or new; known are possdup, possresend, new"},
        {"silence ONE", "\"ONE\" is no session of the settings; known are BROKER1, BROKER2, "
                        "LEADER, MARKET"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(problems_of("# first\n" + row.text + "\n"),
                  std::vector<std::string>{"d.script:2: " + row.problem})
            << row.text;
    }
}

TEST(Script, mistakes_against_earlier_lines_are_found) {
    EXPECT_EQ(problems_of("LEAD1 buy 2 ES market as a\n"
                          "LEAD1 buy 2 ES market as a\n"
                          "amend a price 5000.00\n"
                          "amend a\n"
                          "oco a a\n"
                          "amend b qty 1\n"
                          "end\n"
                          "print more\n"),
              (std::vector<std::string>{
                  "d.script:2: an order named a was placed above; give this one another name",
                  "d.script:3: a market order has no limit price; amend what it has",
                  "d.script:4: the amend changes nothing; add qty N, price P or stop P",
                  "d.script:5: an order cannot cancel itself; name two orders",
                  "d.script:6: \"b\" is no order placed above; did you mean a?",
                  "d.script:8: the script went on after \"end\" in line 7; move \"end\" to the "
                  "last line"}));
}

} // namespace
} // namespace lockstep::sim::test
