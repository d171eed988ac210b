#include "journal/segment_supply.hpp"

#include "journal/reader.hpp"

#include <fcntl.h>

#include <system_error>
#include <utility>

namespace lockstep {

// The name is none that a reader takes for a segment.
Result<File> SegmentSupply::make() const {
    const auto path = options_.directory / "spare";
    auto file = File::open(path, O_RDWR | O_CREAT | O_TRUNC);
    if (!file) return file;
    if (auto taken = file->preallocate(options_.segment_bytes); !taken) {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
        return std::unexpected(taken.error());
    }
    return file;
}

void SegmentSupply::prepare() {
    const std::lock_guard lock(mutex_);
    if (spare_) return;
    auto made = make();
    space_low_ = !made;
    if (!made) return;
    spare_ = std::move(*made);
    has_spare_ = true;
}

Result<File> SegmentSupply::next(const SegmentHeader& header) {
    const std::lock_guard lock(mutex_);
    auto file = spare_ ? Result<File>(std::move(*spare_)) : make();
    spare_.reset();
    has_spare_ = false;
    if (!file) return file;
    // The header is durable before the file is a segment, so that no crash leaves one without it.
    if (auto done = file->write_at(segment_header(header), 0); !done) {
        return std::unexpected(done.error());
    }
    if (auto done = file->sync(options_.sync_file); !done) return std::unexpected(done.error());
    if (auto done = file->rename(options_.directory / segment_file_name(header.number)); !done) {
        return std::unexpected(done.error());
    }
    if (auto done = sync_directory(options_.directory, options_.sync_file); !done) {
        return std::unexpected(done.error());
    }
    return file;
}

} // namespace lockstep
