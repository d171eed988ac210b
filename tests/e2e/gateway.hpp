// lockstep as a process of its own, and what its console says.
#pragma once

#include "e2e/loopback.hpp"
#include "e2e/process.hpp"
#include "schema/status.pb.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace lockstep::e2e {

using Status = status::v1::Status;

class Gateway {
  public:
    // `settings` become `folder`/lockstep.cfg, of which gateway_head() makes the beginning.
    Gateway(const std::filesystem::path& folder, const std::string& settings);

    // `lockstep run`; fails the test when the console does not answer in time.
    void start();
    // The same without waiting for anything.
    void begin();
    // SIGTERM; its exit code, 0 when it stopped cleanly.
    std::optional<int> stop();
    // kill -9, and nothing is left to say goodbye.
    void kill();

    // Where the acceptor session of that peer listens.
    std::uint16_t port_of(const std::string& peer) const;
    std::uint16_t console_port() const;
    std::string token() const;

    // GET /api/status; none while it does not answer.
    std::optional<Status> status() const;
    // Whether `holds` of a status before `long_enough`; shows the last status otherwise.
    bool until(const std::function<bool(const Status&)>& holds) const;

    // `lockstep COMMAND FILE MORE...`
    Finished command(const std::string& command, const std::vector<std::string>& more = {}) const;
    std::filesystem::path settings_file() const { return folder_ / "lockstep.cfg"; }
    std::filesystem::path data() const { return folder_ / "data"; }
    Process& process() { return *process_; }

  private:
    std::filesystem::path folder_;
    std::unique_ptr<Process> process_;
};

// Parts of a status, by name; an empty one when there is none of that name.
const status::v1::Follower& follower_of(const Status& status, const std::string& account);
const status::v1::Session& session_of(const Status& status, const std::string& peer);
// What a follower holds of an instrument, or should hold; 0 when it is not listed.
int held(const Status& status, const std::string& account, const std::string& symbol);
int target(const Status& status, const std::string& account, const std::string& symbol);
// Contracts that an account works, over all instruments.
int working(const Status& status, const std::string& account);
bool is_up(const Status& status, const std::string& peer);

} // namespace lockstep::e2e
