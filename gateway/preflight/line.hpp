// A plain connection with deadlines, for one short talk in FIX.
#pragma once

#include "fix/framing.hpp"
#include "proto/result.hpp"
#include "settings/session_config.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep {

class Line {
  public:
    using Deadline = std::chrono::steady_clock::time_point;

    // Looks the host up and connects; every address that it has is tried until the deadline. (A
    // name service that does not answer has its own, the system's.)
    static Result<Line> connect(const Endpoint& endpoint, Deadline deadline);
    ~Line();
    Line(Line&& other) noexcept;
    Line& operator=(Line&&) = delete;

    Result<void> send(std::string_view bytes, Deadline deadline);
    // The next whole message, valid until the next call; nothing at the deadline, at the end of the
    // connection, and behind bytes that are no FIX.
    std::optional<Frame> next(Deadline deadline);
    bool has_ended() const { return has_ended_; } // the peer closed, or spoke no FIX

  private:
    explicit Line(int descriptor) : descriptor_(descriptor) {}
    bool wait(short events, Deadline deadline) const;

    int descriptor_ = -1;
    bool has_ended_ = false;
    Framer framer_;
};

} // namespace lockstep
