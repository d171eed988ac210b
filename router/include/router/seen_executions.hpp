// The duplicate filter: every execution counts once, however often it is delivered.
#pragma once

#include "proto/events.hpp"
#include "proto/running_hash.hpp"
#include "router/text_queue.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory_resource>

namespace lockstep {

// What is remembered of an execution: enough to know it again, and to take a fill back.
struct SeenExecution {
    ExecKind kind = ExecKind::pending;
    Side side = Side::buy;
    bool taken_back = false;
    InstrumentId instrument;
    Quantity quantity; // these two as they count now, corrections included
    Price price;
    std::uint64_t told = 0;  // a hash of the report as it came
    std::uint64_t order = 0; // that a fill counted for, as its owner numbers them; 0: for none

    bool operator==(const SeenExecution&) const = default;
    static void fields(auto& self, auto& archive) {
        archive(self.kind, self.side, self.taken_back, self.instrument, self.quantity, self.price,
                self.told, self.order);
    }
};

// Remembers the newest `bound` executions of one source.
class SeenExecutions {
  public:
    explicit SeenExecutions(std::size_t bound,
                            std::pmr::memory_resource* memory = std::pmr::get_default_resource())
        : bound_(bound), executions_(memory), keys_(memory) {}

    enum class Verdict { fresh, repeat, changed };
    // Files the execution when it is fresh. `changed`: its key was seen with another body. Reports
    // without a key, and kinds that bear none (status, cancel_rejected), are always fresh.
    Verdict judge(const ExecutionEvent& execution);
    // The fill that was judged last counted for this order.
    void counted_for(const ExecKey& key, std::uint64_t order);
    // As it counts now, corrections included. Null when it was never seen, is older than the
    // bound, or was taken back.
    const SeenExecution* find(const ExecKey& key) const;
    // Puts a corrected fill in the place of what it corrects.
    void amend(const ExecKey& key, Quantity quantity, Price price);
    // It does not count (a bust, a fill that was refused). It stays known, so that the same report,
    // delivered again, does not count either.
    void take_back(const ExecKey& key);
    // Everything is new again.
    void forget();

    static void fields(auto& self, auto& archive) {
        archive.filed(self.filed_, [&] { archive(self.keys_, self.executions_); });
        archive.check([&] { return self.has_keys(); }, "executions without their keys");
    }

  private:
    SeenExecution* look_up(const ExecKey& key);
    bool has_keys() const; // good ones, as many as executions

    std::size_t bound_;
    std::pmr::deque<SeenExecution> executions_; // oldest first
    TextQueue keys_;                            // theirs, in the same order
    RunningHash filed_;
};

} // namespace lockstep
