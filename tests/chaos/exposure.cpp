#include "chaos/exposure.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace lockstep::chaos {

namespace {

// An entry may follow from a fill that is so old: MaxSignalAge, and something for two clocks that
// are read one after the other.
constexpr std::int64_t signal_age_ns = 2'500'000'000;

// What one account holds and works of one symbol.
struct Holding {
    std::int64_t net = 0;
    std::int64_t since_ns = 0; // from when on the leader's path counts; see since()
    std::map<std::string, std::pair<bool, std::int64_t>> working; // by order: buys, lots

    std::int64_t works(bool buys) const {
        std::int64_t lots = 0;
        for (const auto& [order, work] : working) lots += work.first == buys ? work.second : 0;
        return lots;
    }
    // The largest position that may come of it on a side.
    std::int64_t reach(bool long_side) const {
        return std::max<std::int64_t>(0, (long_side ? net : -net) + works(long_side));
    }
};

void take_report(Holding& holding, const Fact& fact) {
    if (fact.fills()) holding.net += fact.buys ? fact.last : -fact.last;
    if (fact.ends()) {
        holding.working.erase(fact.order);
    } else {
        holding.working[fact.order] = {fact.buys, fact.leaves};
    }
}

// The leader's way through the day in one symbol.
class Path {
  public:
    void take(const Fact& fact) {
        take_report(holding_, fact);
        steps_.push_back({fact.time_ns, holding_.reach(true), holding_.reach(false)});
    }

    // The largest reach on that side from then on.
    std::int64_t most_since(std::int64_t time_ns, bool long_side) const {
        std::int64_t most = 0;
        for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
            most = std::max(most, long_side ? step->up : step->down);
            if (step->time_ns < time_ns) break; // the one in force at that time
        }
        return most;
    }

  private:
    struct Step {
        std::int64_t time_ns, up, down;
    };
    Holding holding_;
    std::vector<Step> steps_;
};

class ExposureJudge {
  public:
    explicit ExposureJudge(const Cast& cast) : cast_(cast) {}

    void take(const Fact& fact) {
        if (fact.kind == Fact::Kind::request) {
            if (fact.type == 'D') asked_ns_.emplace(fact.cl_ord_id, fact.asked_ns);
            if (fact.type == 'G' && asked_ns_.contains(fact.orig)) {
                asked_ns_.emplace(fact.cl_ord_id, asked_ns_[fact.orig]); // the same order
            }
            return;
        }
        if (fact.kind != Fact::Kind::report || fact.type == 'I' || fact.symbol.empty()) return;
        if (fact.account == leader_account) {
            paths_[fact.symbol].take(fact);
        } else if (const Follower* follower = cast_.find(fact.account)) {
            take(*follower, fact);
        }
    }

    std::vector<std::string>& findings() { return findings_; }

  private:
    void take(const Follower& follower, const Fact& fact) {
        auto& account = holdings_[follower.account];
        Holding& holding = account[fact.symbol];
        const std::int64_t before = holding.net;
        take_report(holding, fact);
        if (fact.fills()) judge_path(follower, fact, holding, before);
        judge_cap(follower, fact, account);
    }

    // The position counts from just before the first order that made it was sent.
    void judge_path(const Follower& follower, const Fact& fact, Holding& holding,
                    std::int64_t before) {
        const auto asked = asked_ns_.find(fact.cl_ord_id);
        const std::int64_t order_ns =
            (asked == asked_ns_.end() ? fact.time_ns : asked->second) - signal_age_ns;
        const bool is_anew = before == 0 || (before > 0) != (holding.net > 0);
        holding.since_ns = is_anew ? order_ns : std::min(holding.since_ns, order_ns);
        if (std::abs(holding.net) <= std::abs(before) && !is_anew) return;
        const std::string leader_symbol = fact.symbol == "MES" ? "ES" : fact.symbol;
        const bool long_side = holding.net > 0;
        const std::int64_t bound = follower.most(
            leader_symbol, paths_[leader_symbol].most_since(holding.since_ns, long_side));
        if (std::abs(holding.net) > bound) {
            say(follower.account, "path",
                follower.account + " holds " + std::to_string(holding.net) + " " + fact.symbol +
                    " where its leader called for at most " + std::to_string(bound) + ", at " +
                    std::to_string(fact.time_ns));
        }
    }

    void judge_cap(const Follower& follower, const Fact& fact,
                   const std::map<std::string, Holding>& account) {
        std::int64_t tenths = 0;
        for (const auto& [symbol, holding] : account) {
            const std::int64_t reach = std::max(holding.reach(true), holding.reach(false));
            tenths += reach * (symbol == "MES" ? 1 : 10);
        }
        if (tenths <= std::int64_t{follower.cap} * 10) return;
        say(follower.account, "cap",
            follower.account + " holds and works " + std::to_string(tenths) +
                " tenths of a contract where its cap is " + std::to_string(follower.cap) +
                " contracts, at " + std::to_string(fact.time_ns));
    }

    void say(const std::string& account, const std::string& bound, std::string finding) {
        if (said_.emplace(account, bound).second) findings_.push_back(std::move(finding));
    }

    const Cast& cast_;
    std::map<std::string, Path> paths_; // by the leader's symbol
    std::map<std::string, std::map<std::string, Holding>> holdings_;
    std::map<std::string, std::int64_t> asked_ns_; // by ClOrdID: when its order was first sent
    std::set<std::pair<std::string, std::string>> said_;
    std::vector<std::string> findings_;
};

} // namespace

std::vector<std::string> excesses(const Cast& cast, const std::vector<Fact>& facts) {
    ExposureJudge judge(cast);
    for (const Fact& fact : facts) judge.take(fact);
    return std::move(judge.findings());
}

} // namespace lockstep::chaos
