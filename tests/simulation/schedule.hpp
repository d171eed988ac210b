// What the world will do, and when.
#pragma once

#include "simulation/virtual_clock.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

namespace lockstep::simulation {

class Schedule {
  public:
    using Task = std::function<void()>;

    // Tasks of one instant run in the order in which they were given.
    void at(std::int64_t ns, Task task) { tasks_.push({ns, ++given_, std::move(task)}); }
    void after(std::int64_t ns, Task task) { at(VirtualClock::now_ns() + ns, std::move(task)); }

    std::optional<std::int64_t> next() const {
        return tasks_.empty() ? std::nullopt : std::optional(tasks_.top().at_ns);
    }
    // Runs one task whose time has come; false when there is none.
    bool run_one() {
        if (tasks_.empty() || tasks_.top().at_ns > VirtualClock::now_ns()) return false;
        const Task task = tasks_.top().task;
        tasks_.pop();
        task();
        return true;
    }

  private:
    struct Entry {
        std::int64_t at_ns;
        std::uint64_t given;
        Task task;
        bool operator<(const Entry& other) const {
            return std::pair(at_ns, given) > std::pair(other.at_ns, other.given);
        }
    };
    std::priority_queue<Entry> tasks_;
    std::uint64_t given_ = 0;
};

} // namespace lockstep::simulation
