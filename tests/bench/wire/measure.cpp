#include "bench/wire/measure.hpp"

#include "bench/wire/fix_text.hpp"

#include <algorithm>
#include <stdexcept>

namespace lockstep::bench {

namespace {

using Kind = LeaderReport::Kind;

constexpr std::chrono::milliseconds patience{5'000};
constexpr std::int64_t aftermath_ns = 2'000'000; // what a subject does behind its last order

std::int64_t quantile(const std::vector<std::int64_t>& sorted, double share) {
    const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
    return sorted[std::min(at, sorted.size() - 1)];
}

Quantiles quantiles(std::vector<std::int64_t> values) {
    std::ranges::sort(values);
    return {quantile(values, 0.5), quantile(values, 0.99), quantile(values, 0.999)};
}

// In and out again: a fill each way, or an order that is placed and cancelled.
LeaderReport report_of(Subject& subject, std::uint64_t number) {
    const bool first = number % 2 == 0;
    if (subject.mode() == CopyMode::orders) {
        return {first ? Kind::accepted : Kind::canceled, '1', "O" + std::to_string(number / 2)};
    }
    return {Kind::fill, first ? '1' : '2', "O" + std::to_string(number)};
}

std::uint64_t next_number() {
    static std::uint64_t number = 1'000'000;
    return number++;
}

} // namespace

Round play_round(Subject& subject, const Pace& pace) {
    std::array<std::vector<std::int64_t>, 3> times;
    std::int64_t cpu_ns = 0;
    std::size_t orders = 0;
    const std::int64_t interval_ns = std::chrono::nanoseconds(pace.interval).count();
    std::int64_t intended_ns = now_ns() + interval_ns;
    const std::uint64_t begin = next_number() / 2 * 2 + 2;
    for (int i = 0; i < pace.events; ++i, intended_ns += interval_ns) {
        if (pace.before) pace.before(i);
        subject.load().pass_time_until(intended_ns - aftermath_ns);
        const std::int64_t before_ns = subject.cpu_ns();
        const auto number = begin + static_cast<std::uint64_t>(i);
        const Arrivals came =
            subject.load().play(report_of(subject, number), intended_ns, patience);
        if (came.empty()) {
            throw std::runtime_error(subject.name() + ": orders are missing after event " +
                                     std::to_string(i));
        }
        subject.load().pass_time_until(now_ns() + aftermath_ns);
        cpu_ns += subject.cpu_ns() - before_ns;
        orders += came.size();
        times[0].push_back(came.front());
        times[1].push_back(came[came.size() / 2]);
        times[2].push_back(came.back());
        subject.load().answer();
    }
    for (int i = 0; i < pace.events; ++i) next_number();
    subject.load().pass_time_until(intended_ns);
    Round round;
    for (std::size_t i = 0; i < times.size(); ++i) round.at[i] = quantiles(std::move(times[i]));
    round.cpu_per_order_ns = cpu_ns / static_cast<std::int64_t>(orders);
    return round;
}

void warm_up(Subject& subject, const Pace& pace) {
    Pace warm = pace;
    warm.events = std::min(20, pace.events / 2 * 2);
    play_round(subject, warm);
}

Round best_of(const std::vector<Round>& rounds) {
    const auto best = [&](auto value_of) {
        std::vector<std::int64_t> values;
        for (const Round& round : rounds) values.push_back(value_of(round));
        std::ranges::sort(values);
        return values[std::min<std::size_t>(1, values.size() - 1)]; // the middle of the three best
    };
    Round best_round;
    for (std::size_t i = 0; i < places.size(); ++i) {
        best_round.at[i] = {best([i](const Round& round) { return round.at[i].p50_ns; }),
                            best([i](const Round& round) { return round.at[i].p99_ns; }),
                            best([i](const Round& round) { return round.at[i].p999_ns; })};
    }
    best_round.cpu_per_order_ns = best([](const Round& round) { return round.cpu_per_order_ns; });
    return best_round;
}

} // namespace lockstep::bench
