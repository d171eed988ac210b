// The leader's book in words: each row is one report of the leader's venue, what it changed, and
// the book after it.
//
//   A accepted buy 3 limit 100 [gtc|gtd|ioc]    also: stop P, market
//   A fills 1 [at P]; of an order never announced: B fills 2 sell [of 5] [cum 3]
//   A becomes 5 [at P] | restated 5 | canceled | expired | rejected | done | suspended | pending
//   A accepted | triggered | status             of an order that is known
//   A busted | A corrected 2 [at P]             its newest fill
//   again | again late | again as 7             the newest report once more, or with another body
//   late ...                                    the report is marked 43=Y
//   session ends | reported 3 | operator says 3 | keep | follow
//
// The change reads "-" (nothing), "0>2" (followers' position before and after), "fill", "turns",
// "late", and an alarm as "!reason"; the book reads "P 2 peak 2" with its flags, then each working
// order with its role and what it leaves ("A entry 1"; "(A exit 1)" when suspended).
#pragma once

#include "router/leader_book.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace lockstep::router_test {

struct BookRow {
    std::string happens;
    std::string change;
    std::string book;
};

class BookDesk {
  public:
    explicit BookDesk(bool start_flat = true, OnBust on_bust = OnBust::ask);

    // Plays the rows; a mismatch fails the running test and names the row.
    void play(const std::vector<BookRow>& rows);
    // Plays one report; gives what it changed.
    LeaderChange happens(const std::string& words);
    std::string show(const LeaderChange& change) const;
    std::string show_book() const;
    LeaderBook& book() { return book_; }
    // The order of that label, as the book knows it; null once it is forgotten.
    const LeaderOrder* order(const std::string& label) const;

  private:
    LeaderChange report(const std::string& label, std::vector<std::string> words, bool late);
    LeaderChange apply(const std::string& label);

    LeaderBook book_;
    ExecutionEvent newest_;
    std::map<std::string, ExecutionEvent> orders_; // their terms and size, by label
    std::map<std::string, ExecKey> newest_fill_;
    std::map<std::string, LeaderOrderId> ids_;
    std::uint64_t executions_ = 0;
};

} // namespace lockstep::router_test
