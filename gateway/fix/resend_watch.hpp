// Whether the peer still owes this session messages: from the ResendRequest (35=2) that we sent
// until the number that we expect has passed everything that came too early. QuickFIX keeps no such
// account that could be asked.
#pragma once

#include "fix/monotonic_clock.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace lockstep {

// Pure; times are arguments.
class ResendWatch {
  public:
    using Time = MonotonicClock::time_point;

    // `chunk`: the most messages that one request may ask for, 0 when the peer sets no limit.
    explicit ResendWatch(int chunk = 0) : chunk_(chunk) {}

    // A request from `begin` on is about to leave. Gives its EndSeqNo (tag 16), 0 for "all".
    int requested(int begin, Time now) {
        if (!pending_) *this = ResendWatch(chunk_);
        if (!pending_) progress_ = now;
        pending_ = true;
        until_ = std::max(until_, begin);
        const bool limited = chunk_ > 0 && begin <= std::numeric_limits<int>::max() - chunk_;
        asked_to_ = limited ? begin + chunk_ - 1 : 0;
        return asked_to_;
    }

    // Message `number` has been dealt with, and `expected` is the next number now.
    void received(int number, int expected, Time now) {
        if (!pending_) return;
        if (number >= expected) {
            until_ = std::max(until_, number);
            ++ahead_;
        }
        if (expected != expected_) progress_ = now;
        expected_ = expected;
        pending_ = expected <= until_;
    }

    // The connection is gone; the next one begins anew.
    void forget() { *this = ResendWatch(chunk_); }

    bool is_pending() const { return pending_; }
    int messages_ahead() const { return pending_ ? ahead_ : 0; } // kept by QuickFIX behind the gap
    int until() const { return until_; } // the highest number seen behind the gap
    // The gap has not become smaller since.
    std::optional<Time> no_progress_since() const {
        return pending_ ? std::optional(progress_) : std::nullopt;
    }
    // The number to ask from when the last request has been answered and its limit cut it short.
    std::optional<int> next_chunk() const {
        const bool is_cut_short = pending_ && asked_to_ != 0 && expected_ > asked_to_;
        return is_cut_short ? std::optional(expected_) : std::nullopt;
    }

  private:
    int chunk_;
    bool pending_ = false;
    int until_ = 0;
    int asked_to_ = 0;
    int expected_ = 0;
    int ahead_ = 0;
    Time progress_{};
};

} // namespace lockstep
