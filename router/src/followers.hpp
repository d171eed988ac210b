// Every follower, and when each wants to be woken. Whoever may change one takes it by change(), so
// that nobody has to look at all of them after every event.
#pragma once

#include "follower.hpp"
#include "proto/prefetch.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace lockstep {

class Followers {
  public:
    void add(Follower follower) {
        all_.push_back(std::move(follower));
        deadlines_.push_back(deadline_of(all_.back()));
    }

    std::uint32_t size() const { return static_cast<std::uint32_t>(all_.size()); }
    const Follower& operator[](std::uint32_t index) const { return all_[index]; }
    Follower& change(std::uint32_t index) {
        changed_.push_back(index);
        return all_[index];
    }
    // It will be changed some followers from now, or as the next but one: first the follower
    // itself, then what it points to.
    void bring_near(std::uint32_t index) const { prefetch(&all_[index], sizeof(Follower)); }
    void bring_parts_near(std::uint32_t index) const {
        const Follower& follower = all_[index];
        prefetch(follower.config, sizeof(FollowerConfig));
        prefetch(follower.limits.contract_weight.data());
        prefetch(follower.links.data(),
                 sizeof(Link) * std::min<std::size_t>(follower.links.size(), 2));
    }
    // Each of them, to be changed.
    void change_all(const auto& work) {
        for (std::uint32_t i = 0; i < size(); ++i) work(change(i));
    }

    // The step is over: what has been changed may wait for something else.
    void settle() {
        for (const std::uint32_t index : changed_) deadlines_[index] = deadline_of(all_[index]);
        changed_.clear();
    }
    std::optional<Timestamp> next_deadline() const {
        if (deadlines_.empty()) return std::nullopt;
        const Timestamp next = *std::ranges::min_element(deadlines_);
        return next == never ? std::nullopt : std::optional(next);
    }

    static void fields(auto& self, auto& archive) {
        archive.table(self.all_);
        archive.after(self, [](auto& loaded) {
            loaded.change_all([](Follower&) {});
            loaded.settle();
        });
    }

  private:
    static constexpr Timestamp never{INT64_MAX};

    static Timestamp deadline_of(const Follower& follower) {
        Timestamp next = follower.positions.ask_at.value_or(never);
        for (const Link& link : follower.links) next = std::min(next, link.wake.value_or(never));
        return next;
    }

    std::deque<Follower> all_;           // a deque: followers are not moved once they are there
    std::vector<Timestamp> deadlines_;   // by FollowerId
    std::vector<std::uint32_t> changed_; // in this step; kept for its memory
};

} // namespace lockstep
