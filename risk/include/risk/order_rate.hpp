// Counts the orders of one account within a second (MaxOrdersPerSecond): a leader, or a fault, that
// repeats itself must not be repeated without end.
#pragma once

#include "proto/values.hpp"
#include "risk/limits.hpp"

#include <cstddef>
#include <vector>

namespace lockstep {

class OrderRate {
  public:
    explicit OrderRate(const AccountLimits& limits)
        : most_(static_cast<std::size_t>(limits.max_orders_per_second.value_or(0))) {}

    // Another limit holds from now on; what has left counts under it.
    void set_limit(const AccountLimits& limits) {
        most_ = static_cast<std::size_t>(limits.max_orders_per_second.value_or(0));
        forget_oldest();
    }

    // A new order or a replace left, an exit's too.
    void sent(Timestamp now) {
        if (most_ == 0) return;
        newest_.push_back(now);
        forget_oldest();
    }
    // Whether as many as may leave have left within the second up to `now`; one that left exactly a
    // second ago counts no more.
    bool is_spent(Timestamp now) const {
        return most_ != 0 && newest_.size() == most_ &&
               now - newest_.front() < Duration::seconds(1);
    }

    static void fields(auto& self, auto& archive) { archive(self.newest_); }

  private:
    // There are few: to move them costs less than a queue that asks for memory now and then.
    void forget_oldest() {
        if (newest_.size() <= most_) return;
        newest_.erase(newest_.begin(), newest_.end() - static_cast<std::ptrdiff_t>(most_));
    }

    std::size_t most_; // 0: no limit
    std::vector<Timestamp> newest_;
};

} // namespace lockstep
