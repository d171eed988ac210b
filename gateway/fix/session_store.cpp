#include "fix/session_store.hpp"

#include "fix/wall_clock.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace lockstep {

// The file. Every number is written in one aligned store, so a crash leaves the old or the new one.
struct SessionStore::Record {
    std::array<char, 8> magic;
    std::int64_t began_ns;
    std::uint32_t next_sender;
    std::uint32_t next_target;
    std::array<char, 232> session_id; // ends with NULs
};

namespace {

constexpr std::array<char, 8> magic{'L', 'S', 'N', 'U', 'M', '0', '0', '1'};

class File {
  public:
    explicit File(const std::filesystem::path& path)
        : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640)) {}
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
};

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
    throw std::runtime_error("sequence numbers in " + file.string() + ": " + why);
}

std::string system_text(int error) { return std::system_category().message(error); }

// QuickFIX counts in int. A peer that drives a number to its end gets stuck there, not around.
std::uint32_t after(std::uint32_t number) {
    constexpr auto last = static_cast<std::uint32_t>(std::numeric_limits<int>::max());
    return number < last ? number + 1 : last;
}

} // namespace

SessionStore::SessionStore(const std::filesystem::path& file, std::string_view session_id,
                           Timestamp now) {
    static_assert(sizeof(Record) == 256);
    if (session_id.size() >= Record{}.session_id.size())
        refuse(file, "the session's id is too long");
    const File opened(file);
    if (opened.descriptor() < 0) refuse(file, system_text(errno));
    const off_t size = ::lseek(opened.descriptor(), 0, SEEK_END);
    if (size != 0 && size != static_cast<off_t>(sizeof(Record))) {
        refuse(file, "is damaged (" + std::to_string(size) + " bytes); mend it or move it away");
    }
    if (const int error = ::posix_fallocate(opened.descriptor(), 0, sizeof(Record))) {
        refuse(file, system_text(error));
    }
    void* const mapped =
        ::mmap(nullptr, sizeof(Record), PROT_READ | PROT_WRITE, MAP_SHARED, opened.descriptor(), 0);
    if (mapped == MAP_FAILED) refuse(file, system_text(errno));
    record_ = static_cast<Record*>(mapped);

    const bool is_new = record_->magic == std::array<char, 8>{};
    if (is_new) {
        std::memcpy(record_->session_id.data(), session_id.data(), session_id.size());
        begin_numbers(now);
        record_->magic = magic;
    }
    const bool right = record_->magic == magic && record_->next_sender > 0 &&
                       record_->next_target > 0 && record_->session_id.back() == '\0' &&
                       session_id == record_->session_id.data();
    if (!right) {
        ::munmap(record_, sizeof(Record));
        refuse(file, "is damaged or of another session; mend it or move it away");
    }
}

SessionStore::~SessionStore() { ::munmap(record_, sizeof(Record)); }

Timestamp SessionStore::numbers_began() const { return Timestamp(record_->began_ns); }

void SessionStore::begin_numbers(Timestamp now) {
    record_->next_sender = 1;
    record_->next_target = 1;
    if (held_target_) held_target_ = 1;
    record_->began_ns = now.ns;
}

int SessionStore::getNextSenderMsgSeqNum() const { return static_cast<int>(record_->next_sender); }
int SessionStore::getNextTargetMsgSeqNum() const {
    return static_cast<int>(held_target_.value_or(record_->next_target));
}

void SessionStore::setNextSenderMsgSeqNum(int number) {
    record_->next_sender = number > 0 ? static_cast<std::uint32_t>(number) : 1U;
}
void SessionStore::setNextTargetMsgSeqNum(int number) {
    set_target(number > 0 ? static_cast<std::uint32_t>(number) : 1U);
}
void SessionStore::incrNextSenderMsgSeqNum() { record_->next_sender = after(record_->next_sender); }
void SessionStore::incrNextTargetMsgSeqNum() {
    set_target(after(held_target_.value_or(record_->next_target)));
}

void SessionStore::set_target(std::uint32_t number) {
    (held_target_ ? *held_target_ : record_->next_target) = number;
}

void SessionStore::hold_incoming() { held_target_ = record_->next_target; }
void SessionStore::publish() {
    if (held_target_) record_->next_target = *held_target_;
}

bool SessionStore::set(int, const std::string&) { return true; }
void SessionStore::get(int, int, std::vector<std::string>& messages) const { messages.clear(); }

FIX::UtcTimeStamp SessionStore::getCreationTime() const {
    FIX::UtcTimeStamp time;
    time += 60;
    return time;
}

void SessionStore::reset() { begin_numbers(wall_clock_now()); }

} // namespace lockstep
