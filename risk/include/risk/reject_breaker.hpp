// Counts an account's rejects: too many within the window trip it, and the account pauses.
#pragma once

#include "proto/values.hpp"
#include "risk/limits.hpp"

#include <deque>

namespace lockstep {

class RejectBreaker {
  public:
    explicit RejectBreaker(const AccountLimits& limits)
        : count_(limits.reject_breaker_count), window_(limits.reject_breaker_window) {}

    // Takes one reject; gives true when it is the one that trips the breaker, which then starts
    // counting anew.
    bool reject(Timestamp now) {
        rejects_.push_back(now);
        while (now - rejects_.front() > window_) rejects_.pop_front();
        if (static_cast<int>(rejects_.size()) < count_) return false;
        rejects_.clear();
        return true;
    }

    static void fields(auto& self, auto& archive) { archive(self.rejects_); }

  private:
    int count_;
    Duration window_;
    std::deque<Timestamp> rejects_;
};

} // namespace lockstep
