#include "chaos/checker.hpp"

#include "chaos/exposure.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace lockstep::chaos {

namespace {

bool is_report_of(const Fact& fact, const std::string& account) {
    return fact.kind == Fact::Kind::report && fact.type != 'I' && fact.account == account;
}

std::string at(const Fact& fact) { return " at " + std::to_string(fact.time_ns); }

// ---- what the exchange did against what the journal holds

void judge_executions(const Cast& cast, const std::vector<Fact>& facts,
                      const JournalRecord& journal, Verdict& verdict) {
    std::set<std::string> of_leader;
    for (const LeaderReport& report : journal.leader) of_leader.insert(report.exec);
    for (const Fact& fact : facts) {
        if (is_report_of(fact, leader_account)) {
            if (of_leader.contains(fact.exec)) continue;
        } else {
            if (cast.find(fact.account) == nullptr || !is_report_of(fact, fact.account)) continue;
            const auto known = journal.executions.find(fact.account);
            if (known != journal.executions.end() && known->second.contains(fact.exec)) continue;
        }
        verdict.lost.push_back("execution " + fact.exec + " of " + fact.account + at(fact) +
                               " is not in the journal");
    }
}

// What the leader did: each has one answer for each follower. (That an order was accepted is one
// too, but whether it is a fact of its own depends on whether it could rest.)
bool wants_answer(const Fact& fact) {
    return is_report_of(fact, leader_account) &&
           (fact.type == 'F' || fact.type == '4' || fact.type == '5');
}

void judge_answers(const Cast& cast, const std::vector<Fact>& facts, const JournalRecord& journal,
                   Verdict& verdict) {
    std::map<std::uint64_t, std::string> exec_of; // by sequence
    for (const LeaderReport& report : journal.leader) exec_of[report.sequence] = report.exec;
    std::map<std::pair<std::string, std::string>, int> answers; // exec, account
    for (const Answer& answer : journal.answers) {
        const auto exec = exec_of.find(answer.cause);
        if (exec != exec_of.end()) ++answers[{exec->second, answer.account}];
    }
    for (const Fact& fact : facts) {
        if (!wants_answer(fact)) continue;
        for (const Follower& follower : cast.followers) {
            const auto found = answers.find({fact.exec, follower.account});
            const int count = found == answers.end() ? 0 : found->second;
            if (count == 1) continue;
            auto& list = count == 0 ? verdict.lost : verdict.doubled;
            list.push_back("the leader's " + fact.exec + at(fact) + " has " +
                           std::to_string(count) + " answers for " + follower.account);
        }
    }
}

void judge_requests(const Cast& cast, const std::vector<Fact>& facts, const JournalRecord& journal,
                    Verdict& verdict) {
    std::set<std::string> planned;
    for (const Planned& order : journal.planned) planned.insert(order.cl_ord_id);
    std::map<std::string, const Fact*> seen;
    for (const Fact& fact : facts) {
        const bool is_order = fact.kind == Fact::Kind::request &&
                              (fact.type == 'D' || fact.type == 'G' || fact.type == 'F');
        if (!is_order || cast.find(fact.account) == nullptr) continue;
        const auto [before, is_new] = seen.emplace(fact.cl_ord_id, &fact);
        if (!is_new) {
            verdict.doubled.push_back("ClOrdID " + fact.cl_ord_id + " reached the exchange again" +
                                      at(fact) +
                                      (before->second->content == fact.content
                                           ? ""
                                           : " with another content: " + fact.content));
        }
        if (!planned.contains(fact.cl_ord_id)) {
            verdict.unexplained.push_back("ClOrdID " + fact.cl_ord_id + at(fact) +
                                          " does not follow from the journal");
        }
    }
}

// ---- at rest

std::int64_t expected_target(const Follower& follower, const std::string& symbol,
                             std::int64_t leader) {
    const std::int64_t size = follower.most(symbol, std::abs(leader));
    return leader < 0 ? -size : size;
}

class RestJudge {
  public:
    RestJudge(const Cast& cast, const JournalRecord& journal, Verdict& verdict)
        : cast_(cast), journal_(journal), verdict_(verdict) {}

    void take(const Fact& fact) {
        if (!fact.fills()) return;
        std::int64_t& held = held_[{fact.account, fact.symbol}];
        const bool was_flat = held == 0;
        held += fact.buys ? fact.last : -fact.last;
        if (fact.account == leader_account && was_flat) left_flat_ns_[fact.symbol] = fact.time_ns;
    }

    void judge(const Rest& rest) {
        const std::string when = ", at rest " + std::to_string(rest.time_ns);
        if (!rest.reached) {
            verdict_.unexplained.push_back("no rest in time: " + rest.missing + when);
        }
        for (const Standing& standing : rest.standings) judge(standing, when);
    }

    // The leader is flat.
    void judge_end() {
        for (const auto& [what, lots] : held_) {
            if (lots == 0 || cast_.find(what.first) == nullptr) continue;
            verdict_.lost.push_back(what.first + " is left with " + std::to_string(lots) + " " +
                                    what.second);
        }
    }

  private:
    void judge(const Standing& standing, const std::string& when) {
        const Follower* follower = cast_.find(standing.account);
        if (follower == nullptr) return;
        const std::string who = standing.account + " " + standing.symbol;
        const std::int64_t truth = held_[{standing.account, standing.symbol}];
        if (standing.held != truth) {
            verdict_.doubled.push_back(who + " is " + std::to_string(standing.held) +
                                       " by the status and " + std::to_string(truth) +
                                       " at the exchange" + when);
        }
        const std::int64_t leader = held_[{leader_account, standing.leader_symbol}];
        const std::int64_t target = expected_target(*follower, standing.leader_symbol, leader);
        if (!follower->sizing.other && standing.target != target) {
            verdict_.unexplained.push_back(who + " has the target " +
                                           std::to_string(standing.target) + " where its sizing " +
                                           "makes " + std::to_string(target) + when);
        }
        if (standing.held != standing.target && !has_reason(standing)) {
            verdict_.unexplained.push_back(
                who + " holds " + std::to_string(standing.held) + " where its target is " +
                std::to_string(standing.target) + ", and nothing says why" + when);
        }
    }

    bool has_reason(const Standing& standing) {
        if (standing.out || standing.mode != "active") return true;
        const std::int64_t since_ns = left_flat_ns_[standing.leader_symbol];
        return std::ranges::any_of(journal_.reasoned, [&](const Reasoned& said) {
            return said.account == standing.account && said.time_ns >= since_ns;
        });
    }

    const Cast& cast_;
    const JournalRecord& journal_;
    Verdict& verdict_;
    std::map<std::pair<std::string, std::string>, std::int64_t> held_; // account, symbol
    std::map<std::string, std::int64_t> left_flat_ns_;                 // of the leader, by symbol
};

void judge_rests(const Cast& cast, const std::vector<Fact>& facts, const JournalRecord& journal,
                 const std::vector<Rest>& rests, Verdict& verdict) {
    RestJudge judge(cast, journal, verdict);
    auto rest = rests.begin();
    for (std::size_t i = 0; i <= facts.size(); ++i) {
        for (; rest != rests.end() && rest->facts == i; ++rest) judge.judge(*rest);
        if (i < facts.size()) judge.take(facts[i]);
    }
    judge.judge_end();
}

} // namespace

Verdict judge(const Cast& cast, const std::vector<Fact>& facts, const JournalRecord& journal,
              const std::vector<Rest>& rests) {
    Verdict verdict;
    judge_executions(cast, facts, journal, verdict);
    judge_answers(cast, facts, journal, verdict);
    judge_requests(cast, facts, journal, verdict);
    for (std::string& finding : excesses(cast, facts)) {
        verdict.doubled.push_back(std::move(finding));
    }
    judge_rests(cast, facts, journal, rests, verdict);
    return verdict;
}

} // namespace lockstep::chaos
