// A histogram of durations for people: how long a leader's fact takes until its last order has
// left. Buckets grow with the value, so that a percentile is at most 1/16 above the truth.
#pragma once

#include "proto/values.hpp"

#include <array>
#include <cstdint>

namespace lockstep {

struct LatencySummary {
    std::uint64_t count = 0;
    Duration p50, p90, p99, p999;
    Duration max; // exact
};

class LatencyHistogram {
  public:
    // Negative durations count as zero.
    void add(Duration duration);
    LatencySummary summary() const;

  private:
    static constexpr int sub_bits = 4; // 16 buckets to each doubling
    static constexpr std::size_t buckets = (64 - sub_bits) << sub_bits;

    static std::size_t bucket_of(std::uint64_t ns);
    static std::uint64_t upper_end(std::size_t bucket);
    Duration percentile(std::uint64_t per_mille) const;

    std::array<std::uint64_t, buckets> counts_{};
    std::uint64_t count_ = 0;
    std::int64_t max_ns_ = 0;
};

} // namespace lockstep
