// lockstep-sim as a process of its own, playing a script.
#pragma once

#include "e2e/ledger.hpp"
#include "e2e/process.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace lockstep::e2e {

class Simulator {
  public:
    // Starts it in `folder` and waits until it listens; fails the test when it does not. A script
    // that has played to its end leaves it up.
    Simulator(const std::filesystem::path& folder, const std::string& settings,
              const std::string& script);

    std::uint16_t port() const { return port_; } // of every session that listens
    // The script has printed `line`; false when it failed, or did not get there in time.
    bool has_printed(const std::string& line);
    bool until_printed(const std::string& line);
    Ledger ledger() const;
    Process& process() { return *process_; }

  private:
    std::filesystem::path folder_;
    std::unique_ptr<Process> process_;
    std::uint16_t port_ = 0;
};

} // namespace lockstep::e2e
