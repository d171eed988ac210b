// The hash of a history: of what only grows and changes no more (orders that have ended, executions
// that were counted). Each row is mixed in once, when it is filed, so that hashing the state costs
// what lives and not what has been.
#pragma once

#include "proto/archive.hpp"

#include <cstdint>

namespace lockstep {

class RunningHash {
  public:
    template <class... Fields> void file(const Fields&... fields) {
        HashSink sink(value_);
        StateWriter archive(sink);
        archive(fields...);
        value_ = sink.value();
    }

    std::uint64_t value() const { return value_; }

    static void fields(auto& self, auto& archive) { archive(self.value_); }

  private:
    std::uint64_t value_ = 0;
};

} // namespace lockstep
