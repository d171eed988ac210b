// The duplicate filter: every execution counts once, however often it is delivered.
#pragma once

#include "proto/events.hpp"
#include "proto/running_hash.hpp"

#include <cstddef>
#include <deque>
#include <memory_resource>
#include <optional>
#include <unordered_map>

namespace lockstep {

// What is remembered of an execution: enough to know it again, and to take a fill back.
struct SeenExecution {
    ExecKind kind = ExecKind::pending;
    OrderKey order_key;
    ClOrdId cl_ord_id;
    InstrumentId instrument;
    Side side = Side::buy;
    Quantity quantity;
    Price price;
    bool operator==(const SeenExecution&) const = default;
    static void fields(auto& self, auto& archive) {
        archive(self.kind, self.order_key, self.cl_ord_id, self.instrument, self.side,
                self.quantity, self.price);
    }
};

// Remembers the newest `bound` executions of one source.
class SeenExecutions {
  public:
    explicit SeenExecutions(std::size_t bound,
                            std::pmr::memory_resource* memory = std::pmr::get_default_resource())
        : bound_(bound), seen_(memory), oldest_first_(memory) {}

    enum class Verdict { fresh, repeat, changed };
    // Files the execution when it is fresh. `changed`: its key was seen with another body. Reports
    // without a key, and kinds that bear none (status, cancel_rejected), are always fresh.
    Verdict judge(const ExecutionEvent& execution);
    // As it counts now, corrections included. Null when it was never seen, is older than the
    // bound, or was taken back.
    const SeenExecution* find(const ExecKey& key) const;
    // Puts a corrected fill in the place of what it corrects.
    void amend(const ExecKey& key, Quantity quantity, Price price);
    // It does not count (a bust, a fill that was refused). It stays known, so that the same report,
    // delivered again, does not count either.
    void take_back(const ExecKey& key);
    // Everything is new again.
    void forget() {
        seen_.clear();
        oldest_first_.clear();
    }

    static void fields(auto& self, auto& archive) {
        archive.filed(self.filed_, [&] { archive.keyed(self.seen_, self.oldest_first_); });
    }

  private:
    struct Filed {
        SeenExecution now;
        Quantity told_quantity; // as the report said, before corrections
        Price told_price;
        bool taken_back = false;

        static void fields(auto& self, auto& archive) {
            archive(self.now, self.told_quantity, self.told_price, self.taken_back);
        }
    };

    std::size_t bound_;
    std::pmr::unordered_map<ExecKey, Filed> seen_;
    std::pmr::deque<ExecKey> oldest_first_;
    RunningHash filed_;
};

} // namespace lockstep
