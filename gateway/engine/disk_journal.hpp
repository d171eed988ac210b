// The engine's journal on disk: opened once the earlier events have been read.
#pragma once

#include "engine/ports.hpp"
#include "journal/writer.hpp"
#include "proto/check.hpp"

#include <memory>
#include <utility>

namespace lockstep {

class DiskJournal final : public EventJournal {
  public:
    void open(std::unique_ptr<JournalWriter> writer) { writer_ = std::move(writer); }

    // Before open() it is a programmer error.
    Result<void> append(const Event& event) override {
        LOCKSTEP_CHECK(writer_ != nullptr);
        return writer_->append_uncommitted(event);
    }
    Result<void> commit() override { return writer_->commit(); }
    JournalWriter& writer() { return *writer_; }
    const JournalWriter& writer() const { return *writer_; }

  private:
    std::unique_ptr<JournalWriter> writer_;
};

} // namespace lockstep
