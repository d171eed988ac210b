#include "chaos/trouble.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace lockstep::chaos {

namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

// One dozen rounds before they are shuffled.
constexpr std::array deck{
    TroubleKind::kill_in_fan_out,
    TroubleKind::kill_in_fan_out,
    TroubleKind::kill_in_fan_out,
    TroubleKind::kill,
    TroubleKind::kill_while_starting,
    TroubleKind::stop,
    TroubleKind::cut,
    TroubleKind::cut_at_byte,
    TroubleKind::trickle,
    TroubleKind::stall,
    TroubleKind::full_disk,
    TroubleKind::full_disk_and_kill,
};

template <class Each> void shuffle(Random& random, Each& all) {
    for (std::size_t i = all.size(); i > 1; --i) {
        const auto other = static_cast<std::size_t>(draw(random, 0, std::int64_t(i) - 1));
        std::swap(all[i - 1], all[other]);
    }
}

// One session, some, or all of them.
std::vector<std::size_t> draw_sessions(Random& random, std::size_t sessions) {
    std::vector<std::size_t> all(sessions);
    std::iota(all.begin(), all.end(), std::size_t{0});
    shuffle(random, all);
    const std::int64_t most = std::int64_t(sessions);
    switch (draw(random, 0, 2)) {
    case 0: all.resize(1); break;
    case 1: all.resize(static_cast<std::size_t>(draw(random, 2, most))); break;
    default: break;
    }
    return all;
}

// Mostly short, now and then so long that every session is lost.
milliseconds draw_time(Random& random, int longest_ms) {
    const bool is_long = draw(random, 0, 3) == 0;
    return milliseconds(draw(random, 100, is_long ? longest_ms : 1500));
}

Trouble draw_trouble(Random& random, TroubleKind kind, std::size_t sessions) {
    Trouble trouble;
    trouble.kind = kind;
    trouble.wait = milliseconds(draw(random, 0, 800));
    trouble.at_order = draw(random, 0, 1) != 0;
    trouble.after_moment =
        microseconds(trouble.at_order ? draw(random, 0, 60) : draw(random, 150, 900));
    trouble.fills_before = static_cast<int>(draw(random, 0, 4));
    trouble.lasts = draw_time(random, kind == TroubleKind::stop ? 12'000 : 5'000);
    trouble.pause =
        milliseconds(draw(random, 0, 3) == 0 ? draw(random, 500, 2500) : draw(random, 0, 200));
    trouble.second = milliseconds(draw(random, 0, 60));
    trouble.sessions = draw_sessions(random, sessions);
    trouble.bytes = static_cast<std::size_t>(draw(random, 0, 1200));
    return trouble;
}

} // namespace

std::string_view name(TroubleKind kind) {
    switch (kind) {
    case TroubleKind::kill_in_fan_out: return "kill -9 at a fill of the leader";
    case TroubleKind::kill: return "kill -9";
    case TroubleKind::kill_while_starting: return "kill -9, and again at the start";
    case TroubleKind::stop: return "SIGSTOP";
    case TroubleKind::cut: return "connections cut";
    case TroubleKind::cut_at_byte: return "connections cut within a message";
    case TroubleKind::trickle: return "connections slow";
    case TroubleKind::stall: return "connections stalled";
    case TroubleKind::full_disk: return "full disk";
    case TroubleKind::full_disk_and_kill: return "full disk and kill -9";
    }
    return "?";
}

bool kills(TroubleKind kind) {
    return kind == TroubleKind::kill_in_fan_out || kind == TroubleKind::kill ||
           kind == TroubleKind::kill_while_starting || kind == TroubleKind::full_disk_and_kill;
}

std::int64_t draw(Random& random, std::int64_t least, std::int64_t most) {
    const auto span = static_cast<std::uint64_t>(most - least) + 1;
    return least + static_cast<std::int64_t>(random() % span);
}

std::vector<Trouble> draw_troubles(Random& random, int rounds, std::size_t sessions) {
    std::vector<Trouble> troubles;
    while (troubles.size() < static_cast<std::size_t>(rounds)) {
        auto kinds = deck;
        shuffle(random, kinds);
        for (const TroubleKind kind : kinds) {
            troubles.push_back(draw_trouble(random, kind, sessions));
        }
    }
    troubles.resize(static_cast<std::size_t>(rounds));
    return troubles;
}

} // namespace lockstep::chaos
