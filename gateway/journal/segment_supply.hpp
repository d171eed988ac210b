// Where new segments of a journal come from. One empty file of full size is kept ready, so that the
// writer neither waits for disk space nor finds the disk full without warning.
#pragma once

#include "journal/file.hpp"
#include "journal/format.hpp"
#include "journal/options.hpp"

#include <atomic>
#include <mutex>
#include <optional>

namespace lockstep {

class SegmentSupply {
  public:
    explicit SegmentSupply(const JournalOptions& options) : options_(options) {}

    // Makes the spare if there is none. Called beside the writer, by the sync thread.
    void prepare();

    // A segment with this header under its own name, durable; made now if no spare is ready. An
    // error leaves no segment behind.
    Result<File> next(const SegmentHeader& header);

    bool has_spare() const { return has_spare_.load(); }

    // The disk had no room for a spare when last asked. What room is left in the current segment
    // is then all there is.
    bool space_low() const { return space_low_.load(); }

  private:
    Result<File> make() const;

    const JournalOptions options_;
    std::mutex mutex_; // one at a time: the spare has one name
    std::optional<File> spare_;
    std::atomic<bool> has_spare_ = false;
    std::atomic<bool> space_low_ = false;
};

} // namespace lockstep
