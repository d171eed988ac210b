#include "engine/crash_watch.hpp"

#include "engine/data_files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace lockstep {

namespace {

constexpr char reading = 'r';
constexpr char living = 'l';
constexpr std::size_t letters_max = 32; // more of them tell nothing new

} // namespace

Result<CrashWatch> CrashWatch::begin(const std::filesystem::path& data_directory) {
    const auto file = data_directory / "starts";
    std::ifstream in(file, std::ios::binary);
    std::string letters(std::istreambuf_iterator<char>(in), {});
    std::erase_if(letters, [](char letter) { return letter != reading && letter != living; });
    letters += reading;
    if (letters.size() > letters_max) letters.erase(0, letters.size() - letters_max);
    CrashWatch watch(file, std::move(letters));
    if (auto written = watch.write(); !written) return std::unexpected(written.error());
    return watch;
}

std::size_t CrashWatch::cut_short_reading() const {
    const auto before = letters_.rbegin() + 1;
    const auto other = std::find(before, letters_.rend(), living);
    return static_cast<std::size_t>(other - before);
}

Result<void> CrashWatch::lives(bool last_did_business) {
    if (last_did_business) letters_.clear();
    if (!letters_.empty()) letters_.pop_back();
    letters_ += living;
    return write();
}

void CrashWatch::is_well() {
    letters_ = living;
    std::error_code ignored; // what stays behind is counted once too often
    std::filesystem::remove(file_, ignored);
}

void CrashWatch::was_refused() {
    letters_.pop_back();
    if (letters_.empty()) return is_well();
    (void)write();
}

Result<void> CrashWatch::write() const { return replace_file(file_, letters_ + "\n"); }

} // namespace lockstep
