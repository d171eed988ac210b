// A small gateway without sockets: one leader, two accounts at two brokers, a journal in memory and
// an outlet that remembers. What leaves is written as one line an order.
#pragma once

#include "engine/core.hpp"

#include <functional>
#include <string>
#include <vector>

namespace lockstep::test {

inline constexpr SessionIndex leader_session{0};
inline constexpr SessionIndex broker1{1};
inline constexpr SessionIndex broker2{2};
inline constexpr FollowerId half{0};  // multiplier 0.5, at broker 1
inline constexpr FollowerId twice{1}; // multiplier 2, at broker 2
inline constexpr InstrumentId es{0};

RouterConfig small_config();

class MemoryJournal final : public EventJournal {
  public:
    Result<void> append(const Event& event) override;
    Result<void> commit() override;

    std::vector<Event> events;
    std::uint64_t fail_at = 0; // the sequence whose write fails, 0 = none
    int commits = 0;
    bool commit_fails = false;
};

class RememberingOutlet final : public OrderOutlet {
  public:
    explicit RememberingOutlet(const MemoryJournal& journal) : journal_(journal) {}

    Result<void> send(const Approved<NewOrder>& order, Timestamp now) override;
    Result<void> send(const Approved<ReplaceOrder>& replace, Timestamp now) override;
    Result<void> send(const Approved<CancelOrder>& cancel, Timestamp now) override;
    Result<void> send(const StatusRequest& request, Timestamp now) override;
    Result<void> send(const MassStatusRequest& request, Timestamp now) override;
    Result<void> send(const PositionRequest& request, Timestamp now) override;

    // "twice new buy 4", and for each what the journal held when it left.
    std::vector<std::string> sent;
    std::vector<std::string> cl_ord_ids;
    std::vector<std::uint64_t> journaled_then;
    std::vector<FollowerId> refuses; // the accounts whose session is down, unknown to the machine
    std::function<void()> while_sending;

  private:
    Result<void> take(FollowerId follower, const std::string& line, const ClOrdId& id);
    const MemoryJournal& journal_;
};

class Desk {
  public:
    Desk();
    // A new life with the journal of an earlier one.
    explicit Desk(const MemoryJournal& earlier);

    Result<Taken> take(EventBody body);
    void start(); // Started, and all sessions up
    Result<Taken> leader_fills(Side side, std::int64_t lots, const std::string& order);
    void broker_fills(FollowerId account); // everything that the account works, whole

    MemoryJournal journal;
    RememberingOutlet outlet{journal};
    std::vector<std::string> said;
    EngineCore core;
    Timestamp now{1'785'245'400'000'000'000}; // 2026-07-28 13:30 UTC; a millisecond an event

  private:
    int fills_ = 0;
};

// The names of the events in a journal: "started session-up leader-fill order-not-sent".
std::vector<std::string> story(const MemoryJournal& journal, std::size_t from = 0);

} // namespace lockstep::test
