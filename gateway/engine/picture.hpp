// One consistent picture of the gateway: plain copies taken on the engine's thread, made into the
// status on another.
#pragma once

#include "codec/status_json.hpp"
#include "engine/core.hpp"
#include "engine/latency.hpp"
#include "fix/session_host.hpp"
#include "settings/settings.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace lockstep {

// What never changes while the process runs.
struct PictureFrame {
    Settings settings;
    std::string version;
    Timestamp started;
};

struct JournalPicture {
    std::uint64_t sequence = 0;
    std::uint32_t segment = 0;
    bool space_low = false;
    std::string error;
};

struct FollowerPicture {
    FollowerView view;
    std::vector<WorkingOrderView> working;
    std::uint64_t orders_sent = 0;
    DecisionTally decisions;
    std::vector<std::shared_ptr<const KeptNotice>> notices;
};

struct Picture {
    std::shared_ptr<const PictureFrame> frame;
    Timestamp taken;
    JournalPicture journal;
    LatencySummary latency;
    std::vector<LeaderAccountView> leaders;
    std::vector<FollowerPicture> followers;
    std::vector<SessionStatus> sessions;
    std::vector<std::optional<Price>> marks; // by InstrumentId
    std::vector<std::shared_ptr<const KeptNotice>> notices;
};

// The part of a picture that the core knows; journal, latency and sessions are the shell's.
Picture take_picture(std::shared_ptr<const PictureFrame> frame, const EngineCore& core,
                     Timestamp now);

// What GET /api/status answers. Of working orders at most `orders_shown_max` an instrument.
status::v1::Status status_of(const Picture& picture);
inline constexpr std::size_t orders_shown_max = 50;

// A picture that many may ask for: the first who does makes its text.
class ShownPicture {
  public:
    explicit ShownPicture(Picture picture) : picture_(std::move(picture)) {}

    Timestamp taken() const { return picture_.taken; }
    // By any thread.
    const std::string& json() const;

  private:
    Picture picture_;
    mutable std::once_flag made_;
    mutable std::string json_;
};

// "multiplier 0.5, rounded down, at most 5 contracts"
std::string sizing_in_words(const FollowerConfig& follower);

} // namespace lockstep
