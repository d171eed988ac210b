// What happened, line by line, and the promises that were broken. Kept for one seed.
#pragma once

#include "simulation/virtual_clock.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lockstep::simulation {

enum class Broken : std::uint8_t { lost, doubled, unexplained };

struct StoryLine {
    std::int64_t at_ns;
    std::string text;
};

struct BrokenPromise {
    Broken kind;
    std::int64_t at_ns;
    std::string text;
};

class Story {
  public:
    // Lines are kept only when somebody wants to read them.
    explicit Story(bool kept) : kept_(kept) {}

    bool is_kept() const { return kept_; }
    void tell(std::string text) { tell(VirtualClock::now_ns(), std::move(text)); }
    void tell(std::int64_t at_ns, std::string text) {
        if (kept_) lines_.push_back({at_ns, std::move(text)});
    }
    void broken(Broken kind, std::int64_t at_ns, std::string text) {
        broken_.push_back({kind, at_ns, std::move(text)});
    }
    const std::vector<StoryLine>& lines() const { return lines_; }
    const std::vector<BrokenPromise>& broken_promises() const { return broken_; }

  private:
    bool kept_;
    std::vector<StoryLine> lines_;
    std::vector<BrokenPromise> broken_;
};

} // namespace lockstep::simulation
