#include "engine/record.hpp"

#include <utility>

namespace lockstep {

void NoticeRing::keep(std::shared_ptr<const KeptNotice> notice) {
    if (notices_.size() == size_max_) notices_.pop_front();
    notices_.push_back(std::move(notice));
}

EngineRecord::EngineRecord(std::size_t followers)
    : general_(notices_max), by_account_(followers, NoticeRing(notices_max_per_account)),
      tallies_(followers), orders_sent_(followers, 0) {}

void EngineRecord::keep(Notice notice, Timestamp time) {
    const std::optional<FollowerId> follower = notice.follower;
    auto kept = std::make_shared<const KeptNotice>(KeptNotice{time, std::move(notice)});
    (follower ? by_account_[follower->index] : general_).keep(std::move(kept));
}

void EngineRecord::count(const Decision& decision, Timestamp time) {
    DecisionTally& tally = tallies_[decision.follower.index];
    ++tally.decisions;
    if (decision.orders == 0) ++tally.not_sent[decision.reason];
    tally.last = decision;
    tally.last_time = time;
}

} // namespace lockstep
