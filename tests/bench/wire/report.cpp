#include "bench/wire/report.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <ostream>
#include <stdexcept>

namespace lockstep::bench {

namespace {

namespace json = boost::json;

constexpr std::size_t last_place = 2;

double us(std::int64_t ns) { return static_cast<double>(ns) / 1000.0; }

const Series* find(const Point& point, Subject::Kind kind) {
    const auto found = std::ranges::find(point.series, kind, &Series::kind);
    return found == point.series.end() ? nullptr : &*found;
}

std::int64_t last_p50(const Series& series) { return best_of(series.rounds).at[last_place].p50_ns; }

std::string ratio(std::int64_t value, std::int64_t control) {
    if (control <= 0) return "-";
    return fmt::format("{:.2f}", static_cast<double>(value) / static_cast<double>(control));
}

// Ours in controls: above 1 is slower than the relay, and faster than the copier.
void print_row(const Point& point, const Series& series, std::ostream& out) {
    const Round best = best_of(series.rounds);
    std::string line = fmt::format("{:<26}", series.name);
    for (const Quantiles& at : best.at) {
        line += fmt::format(" {:>8.1f} {:>8.1f} {:>8.1f} |", us(at.p50_ns), us(at.p99_ns),
                            us(at.p999_ns));
    }
    line += fmt::format(" {:>6.2f} {:>5.0f}% {:>7} |", us(best.cpu_per_order_ns),
                        100 * series.user_share, series.kb_per_follower);
    const Series* relay = find(point, Subject::Kind::relay);
    const Series* copier = find(point, Subject::Kind::copier);
    const Round control = relay == nullptr ? Round() : best_of(relay->rounds);
    line += fmt::format(" {:>5} {:>5} {:>5} |", ratio(best.at[0].p50_ns, control.at[0].p50_ns),
                        ratio(best.at[2].p50_ns, control.at[2].p50_ns),
                        ratio(best.cpu_per_order_ns, control.cpu_per_order_ns));
    line += fmt::format(
        " {:>6}", copier == nullptr ? "-" : ratio(last_p50(*copier), best.at[last_place].p50_ns));
    out << line << "\n";
}

void print_rounds(const Series& series, std::ostream& out) {
    out << fmt::format("  {:<26}", series.name);
    std::vector<std::int64_t> values;
    for (const Round& round : series.rounds) {
        values.push_back(round.at[last_place].p50_ns);
        out << fmt::format(" {:.0f}", us(values.back()));
    }
    const auto [least, most] = std::ranges::minmax(values);
    out << fmt::format("   (spread {:.0f} %)\n",
                       100.0 * static_cast<double>(most - least) / static_cast<double>(least));
}

json::object object_of(const Quantiles& at) {
    return {{"p50_ns", at.p50_ns}, {"p99_ns", at.p99_ns}, {"p999_ns", at.p999_ns}};
}

json::object object_of(const Round& round) {
    return {{"first", object_of(round.at[0])},
            {"middle", object_of(round.at[1])},
            {"last", object_of(round.at[2])},
            {"cpu_per_order_ns", round.cpu_per_order_ns}};
}

json::object object_of(const Point& point) {
    json::array all;
    for (const Series& series : point.series) {
        json::array rounds;
        for (const Round& round : series.rounds) rounds.push_back(object_of(round));
        all.push_back(json::object{{"name", series.name},
                                   {"best", object_of(best_of(series.rounds))},
                                   {"rounds", std::move(rounds)},
                                   {"user_share", series.user_share},
                                   {"kb_per_follower", series.kb_per_follower}});
    }
    return {{"followers", point.followers}, {"series", std::move(all)}, {"remark", point.remark}};
}

struct Goal {
    std::string what;
    double reached = 0;
    double wanted = 0;
    bool at_least = false;
};

void print_goal(const Goal& goal, std::ostream& out) {
    const bool met = goal.at_least ? goal.reached >= goal.wanted : goal.reached <= goal.wanted;
    out << fmt::format("{}  {:<58} {:>6.2f}  ({} {:.2f})\n", met ? "met   " : "NOT   ", goal.what,
                       goal.reached, goal.at_least ? "at least" : "at most", goal.wanted);
}

double quotient(std::int64_t a, std::int64_t b) {
    return static_cast<double>(a) / static_cast<double>(std::max<std::int64_t>(b, 1));
}

const Point* find(const std::vector<Point>& points, int followers) {
    const auto found = std::ranges::find(points, followers, &Point::followers);
    return found == points.end() ? nullptr : &*found;
}

} // namespace

void print(const Point& point, std::ostream& out) {
    out << fmt::format("\n{} follower{}\n{:<26} {:^26} | {:^26} | {:^26} | {:^21} | {:^17} |\n",
                       point.followers, point.followers == 1 ? "" : "s", "", "first order, us",
                       "middle order, us", "last order, us", "CPU/order, memory",
                       "times the relay");
    out << fmt::format("{:<26}", "");
    for (int i = 0; i < 3; ++i) out << fmt::format(" {:>8} {:>8} {:>8} |", "p50", "p99", "p99.9");
    out << fmt::format(" {:>6} {:>6} {:>7} | {:>5} {:>5} {:>5} | {}\n", "us", "user", "KB each",
                       "first", "last", "CPU", "faster than stock");
    for (const Series& series : point.series) print_row(point, series, out);
    if (!point.remark.empty()) out << point.remark << "\n";
    out << "p50 of the last order in every round, us:\n";
    for (const Series& series : point.series) print_rounds(series, out);
}

void print_goals(const std::vector<Point>& points, std::ostream& out) {
    const auto ours = [](const Point& point) {
        return best_of(find(point, Subject::Kind::gateway)->rounds);
    };
    const auto relays = [](const Point& point) {
        return best_of(find(point, Subject::Kind::relay)->rounds);
    };
    const Point* const hundred = find(points, 100);
    const Point* const most = find(points, 500);
    out << "\ncopies of fills, journal to the kernel, every check on:\n";
    if (hundred != nullptr) {
        const Round our = ours(*hundred);
        const Round relay = relays(*hundred);
        print_goal({"100 followers: last order, times the relay",
                    quotient(our.at[2].p50_ns, relay.at[2].p50_ns), 1.25},
                   out);
        print_goal({"100 followers: first order, times the relay",
                    quotient(our.at[0].p50_ns, relay.at[0].p50_ns), 1.5},
                   out);
        if (const Series* copier = find(*hundred, Subject::Kind::copier)) {
            print_goal({"100 followers: last order, faster than stock QuickFIX",
                        quotient(last_p50(*copier), our.at[2].p50_ns), 3.5, true},
                       out);
        }
        print_goal({"100 followers: CPU for an order, times the relay's",
                    quotient(our.cpu_per_order_ns, relay.cpu_per_order_ns), 1.6},
                   out);
    }
    if (most == nullptr) return;
    const Round our = ours(*most);
    const Round relay = relays(*most);
    print_goal({"500 followers: last order, times the relay",
                quotient(our.at[2].p50_ns, relay.at[2].p50_ns), 1.4},
               out);
    if (hundred == nullptr) return;
    print_goal({"growth from 100 to 500, times the relay's own",
                quotient(our.at[2].p50_ns, ours(*hundred).at[2].p50_ns) /
                    quotient(relay.at[2].p50_ns, relays(*hundred).at[2].p50_ns),
                1.15},
               out);
}

void write_json(const std::vector<Point>& points, const std::filesystem::path& file) {
    json::array all;
    for (const Point& point : points) all.push_back(object_of(point));
    std::ofstream out(file);
    out << json::serialize(json::object{{"points", std::move(all)}}) << "\n";
    if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

} // namespace lockstep::bench
