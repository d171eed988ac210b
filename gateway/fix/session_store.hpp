// QuickFIX's MessageStore as Lockstep needs it: the two sequence numbers and when they began, in a
// memory-mapped file, and no message bodies. With PersistMessages=Y QuickFIX then answers every
// resend request with one gap fill, so no order is ever sent twice.
#pragma once

#include "gateway/fix/quickfix.hpp"
#include "proto/prefetch.hpp"
#include "proto/values.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

// What a stored number lives through: a crash of the process (kill -9) always, since the kernel
// holds the page; a power cut only if the kernel had written it, and then the peer's numbers tell.
class SessionStore final : public FIX::MessageStore {
  public:
    // Opens or makes the file. Its blocks are allocated at once, so that a full disk is an error
    // here and not a signal later. Throws std::runtime_error naming the file when it cannot be had,
    // is damaged, or belongs to another session; it is then left as it is.
    SessionStore(const std::filesystem::path& file, std::string_view session_id, Timestamp now);
    ~SessionStore() override;
    SessionStore(const SessionStore&) = delete;
    SessionStore& operator=(const SessionStore&) = delete;

    // When the numbers last began at 1.
    Timestamp numbers_began() const;
    // Both numbers begin at 1 again, now.
    void begin_numbers(Timestamp now);

    // The number that the next message out, and the next one in, must bear (tag 34).
    int getNextSenderMsgSeqNum() const override;
    int getNextTargetMsgSeqNum() const override;
    void setNextSenderMsgSeqNum(int number) override;
    void setNextTargetMsgSeqNum(int number) override;
    void incrNextSenderMsgSeqNum() override;
    void incrNextTargetMsgSeqNum() override;

    // From now on the number of what comes in is remembered, and written by publish() alone: the
    // journal comes first, and may take its time.
    void hold_incoming();
    void publish();

    // The numbers, before they are needed.
    void bring_near() const { prefetch(record_); }

    // Keeps nothing, has nothing.
    bool set(int number, const std::string& message) override;
    void get(int begin, int end, std::vector<std::string>& messages) const override;

    // Always a little ahead of now: QuickFIX would reset the numbers at midnight by it, and when a
    // session begins is for our calendar to say.
    FIX::UtcTimeStamp getCreationTime() const override;
    void reset() override;
    void refresh() override {}

  private:
    struct Record;

    void set_target(std::uint32_t number);

    Record* record_ = nullptr;
    std::optional<std::uint32_t> held_target_;
};

} // namespace lockstep
