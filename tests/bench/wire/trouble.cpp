#include "bench/wire/trouble.hpp"

#include "bench/wire/fix_text.hpp"
#include "bench/wire/measure.hpp"

#include "e2e/loopback.hpp"
#include "support/temporary_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace lockstep::bench {

namespace {

constexpr int followers = 100;
constexpr int trouble_maker = 7;
enum class Trouble : std::uint8_t { none, stuck, flapping, silent_console };
constexpr std::array troubles{Trouble::none, Trouble::stuck, Trouble::flapping,
                              Trouble::silent_console};

Pace pace() { return {100, std::chrono::milliseconds(26), {}}; }

const char* in_words(Trouble trouble) {
    switch (trouble) {
    case Trouble::none: return "no trouble";
    case Trouble::stuck: return "one follower reads nothing";
    case Trouble::flapping: return "one follower is cut and comes back";
    case Trouble::silent_console: return "a console client reads nothing";
    }
    return "?";
}

void wait_until_back(Load& load) {
    const std::int64_t end = now_ns() + 60'000'000'000;
    while (!load.is_up(trouble_maker)) {
        if (now_ns() > end) throw std::runtime_error("the cut follower does not come back");
        load.pass_time_until(now_ns() + 20'000'000);
    }
    load.pass_time_until(now_ns() + 500'000'000);
}

// Asks for the status, many times, on connections of which it reads nothing.
std::vector<e2e::LoopbackSocket> silent_clients(const Subject& subject) {
    std::vector<e2e::LoopbackSocket> clients;
    std::istringstream port_line(e2e::text_of(subject.data() / "console.port"));
    std::istringstream token_line(e2e::text_of(subject.data() / "token"));
    std::uint16_t port = 0;
    std::string token;
    port_line >> port;
    token_line >> token;
    for (int i = 0; i < 20; ++i) {
        clients.emplace_back(port);
        clients.back().write(
            "GET /api/status HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token +
            "\r\n\r\n");
    }
    return clients;
}

Round play_with(Subject& subject, Trouble trouble) {
    Load& load = subject.load();
    Pace troubled = pace();
    std::vector<e2e::LoopbackSocket> clients;
    if (trouble == Trouble::stuck) load.stop_reading(trouble_maker);
    if (trouble == Trouble::silent_console) clients = silent_clients(subject);
    if (trouble == Trouble::flapping) {
        troubled.before = [&load](int) {
            if (load.is_up(trouble_maker)) load.cut(trouble_maker);
        };
    }
    const Round round = play_round(subject, troubled);
    if (trouble == Trouble::stuck) load.cut(trouble_maker);
    if (trouble == Trouble::stuck || trouble == Trouble::flapping) wait_until_back(load);
    return round;
}

double us(std::int64_t ns) { return static_cast<double>(ns) / 1000; }

} // namespace

void measure_trouble(int rounds, std::ostream& out) {
    const test::TemporaryDirectory folder;
    const auto subject =
        Subject::gateway(followers, CopyMode::fills, Durability::process, folder.path());
    std::array<std::vector<Round>, troubles.size()> all;
    warm_up(*subject, pace());
    subject->load().leave_out(trouble_maker);
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < troubles.size(); ++i) {
            all[i].push_back(play_with(*subject, troubles[i]));
        }
    }
    const Round calm = best_of(all[0]);
    out << fmt::format("{} followers, {} rounds of each; the last order of those that are well\n",
                       followers, rounds);
    for (std::size_t i = 0; i < troubles.size(); ++i) {
        const Round best = best_of(all[i]);
        const Quantiles& last = best.at[2];
        const auto [least, most] =
            std::ranges::minmax(all[i], {}, [](const Round& round) { return round.at[2].p99_ns; });
        out << fmt::format("{:<36} p50 {:>8.1f} us ({:.2f})   p99 {:>8.1f} us ({:.2f}; rounds from "
                           "{:.0f} to {:.0f})\n",
                           in_words(troubles[i]), us(last.p50_ns),
                           us(last.p50_ns) / us(calm.at[2].p50_ns), us(last.p99_ns),
                           us(last.p99_ns) / us(calm.at[2].p99_ns), us(least.at[2].p99_ns),
                           us(most.at[2].p99_ns));
    }
}

} // namespace lockstep::bench
