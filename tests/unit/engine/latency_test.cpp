#include "engine/latency.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

TEST(LatencyHistogram, NothingYetIsZero) {
    const LatencySummary summary = LatencyHistogram().summary();
    EXPECT_EQ(summary.count, 0U);
    EXPECT_EQ(summary.p99.ns, 0);
    EXPECT_EQ(summary.max.ns, 0);
}

TEST(LatencyHistogram, PercentilesAreAtMostASixteenthAboveTheTruth) {
    LatencyHistogram histogram;
    for (int i = 1; i <= 1000; ++i) histogram.add(Duration(i * 1000));
    const LatencySummary summary = histogram.summary();
    EXPECT_EQ(summary.count, 1000U);
    const std::vector<std::pair<Duration, std::int64_t>> rows{{summary.p50, 500'000},
                                                              {summary.p90, 900'000},
                                                              {summary.p99, 990'000},
                                                              {summary.p999, 999'000}};
    for (const auto& [seen, truth] : rows) {
        EXPECT_GE(seen.ns, truth);
        EXPECT_LE(seen.ns, truth + truth / 16);
    }
    EXPECT_EQ(summary.max.ns, 1'000'000);
}

TEST(LatencyHistogram, TakesTheEndsOfTheRange) {
    LatencyHistogram histogram;
    for (const std::int64_t ns : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, std::int64_t{15},
                                  std::int64_t{16}, std::int64_t{17}, INT64_MAX}) {
        histogram.add(Duration(ns));
    }
    EXPECT_EQ(histogram.summary().count, 7U);
    EXPECT_EQ(histogram.summary().p50.ns, 15);
    EXPECT_EQ(histogram.summary().max.ns, INT64_MAX);
}

} // namespace
} // namespace lockstep
