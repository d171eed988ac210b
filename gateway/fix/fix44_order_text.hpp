// Orders, changes and cancels as the text that leaves: what account and instrument have to say is
// made once, and each message adds what is its own. fix_specs/fix44.md has the tags.
#pragma once

#include "fix/summed_text.hpp"
#include "proto/commands.hpp"
#include "router/config.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace lockstep::fix44 {

// One account and one instrument.
class OrderText {
  public:
    OrderText(std::string_view account, const Instrument& instrument);

    // Writes the body, from tag 1 to before tag 10, the tags in rising order. Terms must hold the
    // prices that their type needs. `transact_time` is tag 60, as text.
    void write(const NewOrder& order, std::string_view transact_time, SummedText& body) const;
    void write(const ReplaceOrder& replace, std::string_view transact_time, SummedText& body) const;
    void write(const CancelOrder& cancel, std::string_view transact_time, SummedText& body) const;

    // What writing reads, before it is needed.
    void bring_near() const {
        for (const SummedPiece* piece : {&account_, &side_, &symbol_}) piece->bring_near();
    }

  private:
    void write_price(int tag, Price price, SummedText& body) const;
    void write_tail(const OrderTerms& terms, std::string_view transact_time,
                    SummedText& body) const;

    const Instrument* instrument_;
    SummedPiece account_;   // 1, up to the value of 11
    SummedPiece id_source_; // 22, if the instrument has one
    SummedPiece side_;      // 48, if it has one, up to the value of 54
    SummedPiece symbol_;    // 55
    SummedPiece contract_;  // 167, 200, 207, as far as they are known
};

// Those of every account; a piece that the settings do not foresee is made when it is needed.
class OrderTexts {
  public:
    // `config` must outlive it.
    explicit OrderTexts(const RouterConfig& config);

    const OrderText& of(FollowerId follower, InstrumentId instrument);

  private:
    const RouterConfig& config_;
    std::vector<std::vector<std::unique_ptr<OrderText>>> texts_; // by FollowerId, InstrumentId
};

} // namespace lockstep::fix44
