#include "engine/latency.hpp"

#include <algorithm>
#include <bit>

namespace lockstep {

// Values below 16 have a bucket each; above, the top five bits of a value are its bucket.
std::size_t LatencyHistogram::bucket_of(std::uint64_t ns) {
    if (ns < (1U << sub_bits)) return ns;
    const auto shift = static_cast<std::size_t>(std::bit_width(ns)) - 1 - sub_bits;
    return (shift << sub_bits) + (ns >> shift);
}

std::uint64_t LatencyHistogram::upper_end(std::size_t bucket) {
    if (bucket < (1U << sub_bits)) return bucket;
    const std::size_t shift = (bucket >> sub_bits) - 1;
    const std::uint64_t lead = bucket - (shift << sub_bits);
    return ((lead + 1) << shift) - 1;
}

void LatencyHistogram::add(Duration duration) {
    const std::int64_t ns = std::max<std::int64_t>(duration.ns, 0);
    ++counts_[bucket_of(static_cast<std::uint64_t>(ns))];
    ++count_;
    max_ns_ = std::max(max_ns_, ns);
}

Duration LatencyHistogram::percentile(std::uint64_t per_mille) const {
    const std::uint64_t rank = (count_ * per_mille + 999) / 1000;
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < buckets; ++i) {
        seen += counts_[i];
        if (seen >= rank) {
            return Duration(std::min(static_cast<std::int64_t>(upper_end(i)), max_ns_));
        }
    }
    return Duration(max_ns_);
}

LatencySummary LatencyHistogram::summary() const {
    if (count_ == 0) return {};
    return {count_,          percentile(500), percentile(900),
            percentile(990), percentile(999), Duration(max_ns_)};
}

} // namespace lockstep
