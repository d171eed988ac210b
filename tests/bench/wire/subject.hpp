// What is measured: the gateway, and the two controls that it is compared with. Each is a process
// of its own, kept on one core; the load has the other one.
#pragma once

#include "bench/wire/load.hpp"
#include "e2e/process.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace lockstep::bench {

enum class CopyMode : std::uint8_t { fills, orders };
enum class Durability : std::uint8_t { process, power };

class Subject {
  public:
    enum class Kind : std::uint8_t { relay, copier, gateway };

    // Starts it in `folder`. Throws std::runtime_error when it does not come up.
    static std::unique_ptr<Subject> relay(int followers, const std::filesystem::path& folder);
    static std::unique_ptr<Subject> copier(int followers, const std::filesystem::path& folder);
    static std::unique_ptr<Subject> gateway(int followers, CopyMode mode, Durability durability,
                                            const std::filesystem::path& folder,
                                            bool busy_poll = false);

    Kind kind() const { return kind_; }
    const std::string& name() const { return name_; }
    CopyMode mode() const { return mode_; }
    bool waits_for_disk() const { return waits_for_disk_; }
    Load& load() { return load_; }
    // A gateway's data directory.
    const std::filesystem::path& data() const { return data_; }
    e2e::Process& process() { return *process_; }
    // A busy one would take its core from the others; it stands still while they are measured.
    void take_turn();
    void end_turn();
    bool is_running() { return process_->is_running(); }
    // Processor time of all of its threads.
    std::int64_t cpu_ns() const;
    // How much of it was not the kernel's; by the kernel's ticks, so over a long time only.
    double user_share() const;
    std::int64_t resident_kb() const;

  private:
    Subject(Kind kind, std::string name, int followers)
        : kind_(kind), name_(std::move(name)), load_(followers) {}
    void come_up(std::uint16_t leader_port);

    Kind kind_;
    std::string name_;
    CopyMode mode_ = CopyMode::fills;
    bool busy_ = false;
    bool waits_for_disk_ = false;
    std::filesystem::path data_;
    Load load_;
    std::unique_ptr<e2e::Process> process_;
};

// Keeps this thread, and what it starts from now on, on a core; without effect where there is one
// core only.
void stay_on_core(int core);

} // namespace lockstep::bench
