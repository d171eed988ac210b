// A day is interrupted: its state is saved, loaded into a machine that has seen nothing, and the
// rest of the day must not tell the two apart. This is I8 with a snapshot in the middle.
#pragma once

#include "router/router.hpp"
#include "support/command_words.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace lockstep::property {

// Plays the events whole, once more from empty, and again with an interruption at some places.
inline void expect_nothing_is_lost_by_a_snapshot(const RouterConfig& config,
                                                 const std::vector<Event>& events) {
    Router whole(config);
    Router again(config);
    std::vector<std::vector<std::string>> said; // by event
    std::vector<std::uint64_t> hashes;
    for (const Event& event : events) {
        std::vector<Command> out;
        whole.step(event, out);
        said.push_back(test::in_words(out));
        hashes.push_back(whole.state_hash());
        out.clear();
        again.step(event, out);
        RC_ASSERT(test::in_words(out) == said.back());
    }
    RC_ASSERT(again.state_hash() == whole.state_hash());

    auto cuts = *rc::gen::container<std::vector<std::size_t>>(
        4, rc::gen::inRange<std::size_t>(0, events.size()));
    std::ranges::sort(cuts);
    Router router(config);
    for (std::size_t i = 0; i < events.size(); ++i) {
        std::vector<Command> out;
        router.step(events[i], out);
        RC_ASSERT(test::in_words(out) == said[i]);
        RC_ASSERT(router.state_hash() == hashes[i]);
        if (!std::ranges::binary_search(cuts, i)) continue;
        const std::string saved = router.saved();
        Router fresh(config);
        const auto loaded = fresh.load(saved);
        RC_ASSERT(loaded.has_value());
        RC_ASSERT(fresh.saved() == saved);
        RC_ASSERT(fresh.next_deadline() == router.next_deadline());
        router = std::move(fresh);
    }
}

} // namespace lockstep::property
