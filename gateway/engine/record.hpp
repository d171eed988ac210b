// What the engine keeps for people to look at: the newest notices, and what became of the leader's
// facts account by account. Nothing is decided by it.
#pragma once

#include "proto/commands.hpp"
#include "proto/values.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace lockstep {

struct KeptNotice {
    Timestamp time;
    Notice notice;
};

// The newest notices, oldest first. Shared, because every picture of the state holds them.
class NoticeRing {
  public:
    explicit NoticeRing(std::size_t size_max) : size_max_(size_max) {}

    // At the bound the oldest goes.
    void keep(std::shared_ptr<const KeptNotice> notice);
    const std::deque<std::shared_ptr<const KeptNotice>>& notices() const { return notices_; }

  private:
    std::size_t size_max_;
    std::deque<std::shared_ptr<const KeptNotice>> notices_;
};

// One account's decisions of this process.
struct DecisionTally {
    std::uint64_t decisions = 0;
    std::map<Reason, std::uint64_t> not_sent; // by why
    std::optional<Decision> last;
    Timestamp last_time;
};

class EngineRecord {
  public:
    static constexpr std::size_t notices_max = 64;
    static constexpr std::size_t notices_max_per_account = 8;

    explicit EngineRecord(std::size_t followers);

    // A notice about a follower goes to that account, any other to the general ones.
    void keep(Notice notice, Timestamp time);
    void count(const Decision& decision, Timestamp time);
    // A new order, replace or cancel has left.
    void count_sent(FollowerId follower) { ++orders_sent_[follower.index]; }

    const NoticeRing& notices() const { return general_; }
    const NoticeRing& notices(FollowerId follower) const { return by_account_[follower.index]; }
    const DecisionTally& decisions(FollowerId follower) const { return tallies_[follower.index]; }
    std::uint64_t orders_sent(FollowerId follower) const { return orders_sent_[follower.index]; }

  private:
    NoticeRing general_;
    std::vector<NoticeRing> by_account_;
    std::vector<DecisionTally> tallies_;
    std::vector<std::uint64_t> orders_sent_;
};

} // namespace lockstep
