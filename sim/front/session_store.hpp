// The numbers of one FIX session and the newest messages it sent, in memory.
#pragma once

#include "gateway/fix/quickfix.hpp"

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace lockstep::sim {

// Keeps at most `messages_max` messages: what is older is answered with a gap fill. The session
// never begins anew by itself, because its creation time is always now.
class SessionStore : public FIX::MessageStore {
  public:
    explicit SessionStore(std::size_t messages_max) : messages_max_(messages_max) {}

    bool set(int number, const std::string& message) override;
    void get(int first, int last, std::vector<std::string>& out) const override;
    // A sent message by its number; empty when it is not kept.
    std::string find(int number) const;

    int getNextSenderMsgSeqNum() const override { return next_sender_; }
    int getNextTargetMsgSeqNum() const override { return next_target_; }
    void setNextSenderMsgSeqNum(int number) override { next_sender_ = number; }
    void setNextTargetMsgSeqNum(int number) override { next_target_ = number; }
    void incrNextSenderMsgSeqNum() override { ++next_sender_; }
    void incrNextTargetMsgSeqNum() override { ++next_target_; }
    FIX::UtcTimeStamp getCreationTime() const override { return FIX::UtcTimeStamp(); }
    void reset() override;
    void refresh() override {}

  private:
    std::size_t messages_max_;
    std::deque<std::pair<int, std::string>> messages_; // by number, rising
    int next_sender_ = 1;
    int next_target_ = 1;
};

} // namespace lockstep::sim
