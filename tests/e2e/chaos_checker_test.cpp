// The checker of the chaos run: a good day passes, and one wrong thing is found for what it is.
#include "chaos/checker.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace lockstep::chaos {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

// The leader buys 2 ES and sells them again; so does A02, whose multiplier is 2 and whose cap is 5:
// it buys and sells 4.
struct Day {
    Cast cast = make_cast();
    std::vector<Fact> facts;
    JournalRecord journal;
    std::vector<Rest> rests;
    int number = 0;

    Day() {
        std::erase_if(cast.followers, [](const Follower& one) { return one.account != "A02"; });
        leader(true, 2);
        follower(true, 4, 4);
        rests.push_back({number * second_ns, facts.size(), {standing(4, 4)}, true, ""});
        leader(false, 2);
        follower(false, 4, 4);
        rests.push_back({number * second_ns, facts.size(), {standing(0, 0)}, true, ""});
    }

    static Standing standing(std::int64_t held, std::int64_t target) {
        return {"A02", "ES", "ES", held, target, "active", false};
    }

    Fact report(const std::string& account, char type, bool buys, std::int64_t lots) {
        Fact fact;
        fact.kind = Fact::Kind::report;
        fact.time_ns = ++number * second_ns;
        fact.type = type;
        fact.status = type == 'F' ? '2' : '0';
        fact.account = account;
        fact.cl_ord_id = fact.order = account + "-" + std::to_string(orders);
        fact.exec = "E" + std::to_string(number);
        fact.symbol = "ES";
        fact.buys = buys;
        fact.quantity = lots;
        (type == 'F' ? fact.last : fact.leaves) = lots;
        return fact;
    }

    void leader(bool buys, std::int64_t lots) {
        ++orders;
        facts.push_back(report(leader_account, 'F', buys, lots));
        const auto sequence = static_cast<std::uint64_t>(number);
        journal.leader.push_back({sequence, number * second_ns, facts.back().exec, true});
        journal.answers.push_back({sequence, "A02", 1, "none"});
    }

    // Asks for `lots`, of which `filled` fill.
    void follower(bool buys, std::int64_t lots, std::int64_t filled) {
        ++orders;
        Fact request = report("A02", 'D', buys, lots);
        request.kind = Fact::Kind::request;
        request.asked_ns = request.time_ns;
        request.content = "buy or sell " + std::to_string(lots);
        journal.planned.push_back({1, "A02", request.cl_ord_id});
        facts.push_back(request);
        for (const auto& [type, some] : {std::pair{'0', lots}, std::pair{'F', filled}}) {
            facts.push_back(report("A02", type, buys, some));
            journal.executions["A02"].insert(facts.back().exec);
        }
    }

    Fact& request() { return *std::ranges::find(facts, Fact::Kind::request, &Fact::kind); }

    int orders = 0;
};

TEST(ChaosChecker, OneWrongThingIsFoundForWhatItIs) {
    const struct {
        const char* what;
        std::function<void(Day&)> wrong;
        std::size_t lost, doubled, unexplained;
    } rows[] = {
        {"a good day", [](Day&) {}, 0, 0, 0},
        {"an execution of the leader is not journaled",
         [](Day& day) { day.journal.leader.front().exec = "other"; }, 2, 0, 0}, // nor answered
        {"an execution of the follower is not journaled",
         [](Day& day) { day.journal.executions["A02"].erase(day.facts.back().exec); }, 1, 0, 0},
        {"a fill without an answer", [](Day& day) { day.journal.answers.pop_back(); }, 1, 0, 0},
        {"a fill with two answers",
         [](Day& day) { day.journal.answers.push_back(day.journal.answers.back()); }, 0, 1, 0},
        {"a follower that is left with a position",
         [](Day& day) {
             day.facts.back().last = 3;
             day.rests.back().standings = {Day::standing(1, 0)};
             day.journal.reasoned.push_back({3 * second_ns, "A02", "missed", ""});
         },
         1, 0, 0},
        {"an order that came twice", [](Day& day) { day.facts.push_back(day.request()); }, 0, 1, 0},
        {"an order that came twice, with another content",
         [](Day& day) {
             day.facts.push_back(day.request());
             day.facts.back().content = "another";
         },
         0, 1, 0},
        {"an order that nothing calls for", [](Day& day) { day.journal.planned.pop_back(); }, 0, 0,
         1},
        {"a position that is counted twice",
         [](Day& day) { day.rests.front().standings = {Day::standing(8, 4)}; }, 0, 1, 1},
        {"a position without a reason",
         [](Day& day) {
             day.facts[3].last = 3;
             day.rests.front().standings = {Day::standing(3, 4)};
             day.facts.back().last = 3;
         },
         0, 0, 1},
        {"a target that is not the sizing's",
         [](Day& day) { day.rests.front().standings = {Day::standing(4, 3)}; }, 0, 0, 2},
        {"more than the leader's path calls for",
         [](Day& day) { day.facts.front().last = day.facts[4].last = 1; }, 0, 1, 1},
        {"more than the cap", [](Day& day) { day.cast.followers.front().cap = 3; }, 0, 2, 1},
        {"the other side",
         [](Day& day) {
             day.follower(false, 1, 1);
             day.follower(true, 1, 1);
         },
         0, 1, 0}, // where the leader has never been
        {"a rest that does not come", [](Day& day) { day.rests.back().reached = false; }, 0, 0, 1},
    };
    for (const auto& row : rows) {
        Day day;
        row.wrong(day);
        const Verdict verdict = judge(day.cast, day.facts, day.journal, day.rests);
        EXPECT_EQ(verdict.lost.size(), row.lost) << row.what;
        EXPECT_EQ(verdict.doubled.size(), row.doubled) << row.what;
        EXPECT_EQ(verdict.unexplained.size(), row.unexplained) << row.what;
    }
}

// A minute after the leader was last on that side.
TEST(ChaosChecker, AnOldOrderThatOpensThePositionAgainIsFound) {
    Day day;
    day.number += 60;
    day.follower(true, 2, 2);
    day.number += 60;
    day.follower(false, 2, 2);
    const Verdict verdict = judge(day.cast, day.facts, day.journal, day.rests);
    ASSERT_EQ(verdict.doubled.size(), 1U);
    EXPECT_NE(verdict.doubled.front().find("A02 holds 2 ES where its leader called for at most 0"),
              std::string::npos)
        << verdict.doubled.front();
}

} // namespace
} // namespace lockstep::chaos
