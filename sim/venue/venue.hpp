// The brokers' side of the exchange: accounts, their orders by ClOrdID, and their reports. Pure:
// time is an argument, and the same calls give the same events.
#pragma once

#include "matching/background_market.hpp"
#include "matching/exchange.hpp"
#include "venue/report.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lockstep::sim {

struct VenueInstrument {
    Instrument contract;
    Price start_price;
    std::int64_t protection_ticks = 100;
    Quantity depth{100}; // lots quoted at each level; 0: nobody quotes
    bool refill = true;  // quotes are filled up after every request, so prices move by script only
};

struct VenueAccount {
    std::string name;
    Money balance;
};

struct VenueConfig {
    std::vector<VenueInstrument> instruments;
    std::vector<VenueAccount> accounts;
    std::uint64_t seed = 1;
    std::string id_prefix; // makes OrderIDs and ExecIDs of one run differ from another's
};

// What a fault makes a broker refuse: 35=D, 35=F, 35=G.
enum class Rejectable : std::uint8_t { orders, cancels, replaces };

class Venue {
  public:
    explicit Venue(VenueConfig config);
    Venue(const Venue&) = delete;
    Venue& operator=(const Venue&) = delete;

    // Opens every instrument and starts its quotes.
    void open(Timestamp now, std::vector<VenueEvent>& out);

    // ---- clients. Everything that is refused is answered by an event, never by a return value.
    void submit(const NewRequest& request, Timestamp now, std::vector<VenueEvent>& out);
    void replace(const ReplaceRequest& request, Timestamp now, std::vector<VenueEvent>& out);
    // A replace whose fields could not be read (102=99).
    void refuse_replace(const CancelRequest& names, std::string text, Timestamp now,
                        std::vector<VenueEvent>& out);
    void cancel(const CancelRequest& request, Timestamp now, std::vector<VenueEvent>& out);
    // 35=H: answered by 150=I, with 39=8 for an order that is not known.
    void status(ClientId client, const ClOrdId& cl_ord_id, Timestamp now,
                std::vector<VenueEvent>& out);
    // 35=AF: a 150=I for every order of the account that works, whoever sent it, and one that names
    // none when there is none. With `half`, every second one is left out, and nothing says so.
    void mass_status(ClientId client, AccountIndex account, const std::string& request_id,
                     bool half, Timestamp now, std::vector<VenueEvent>& out);
    // An order that could not be read: `order` holds what is known of it. 103=`reason`.
    void refuse(OrderView order, int reason, std::string text, Timestamp now,
                std::vector<VenueEvent>& out);
    // Cancels what a client has working (cancel on disconnect).
    void cancel_all(ClientId client, std::string_view why, Timestamp now,
                    std::vector<VenueEvent>& out);

    // ---- the market
    void set_phase(InstrumentId instrument, Phase phase, Timestamp now,
                   std::vector<VenueEvent>& out);
    Result<void> move_to(InstrumentId instrument, Price price, Timestamp now,
                         std::vector<VenueEvent>& out);
    // One step of the background market.
    void step_background(InstrumentId instrument, Timestamp now, std::vector<VenueEvent>& out);

    // ---- faults of an account's broker, each used up by what it hits
    void reject_next(Rejectable what, AccountIndex account, std::int64_t count, std::string text);
    // The next order trades with `first` lots only; the rest follows after a time, or is canceled.
    void fill_next_partly(AccountIndex account, Quantity first, std::optional<Duration> rest_after);
    // The rest of an order that RestHeld named goes to the exchange.
    void release_rest(std::size_t order, Timestamp now, std::vector<VenueEvent>& out);

    // ---- views
    const AccountBook& account(AccountIndex index) const { return accounts_[index.index].book; }
    std::size_t working_orders(AccountIndex index) const { return accounts_[index.index].working; }
    // The order that a client knows by any of its ClOrdIDs; null when there is none.
    const OrderView* find(ClientId client, const ClOrdId& cl_ord_id) const;
    const Instrument& contract(InstrumentId id) const;
    std::optional<InstrumentId> find_instrument(std::string_view symbol) const;
    const Exchange& exchange() const { return exchange_; }
    std::optional<Price> reference(InstrumentId instrument) const;

    // Bound of orders in one run, finished ones included; past it orders are rejected (103=0).
    static constexpr std::size_t orders_max = 1'000'000;

  private:
    struct RejectFault {
        std::int64_t count = 0;
        std::string text;
    };
    struct PartialFault {
        Quantity first;
        std::optional<Duration> rest_after;
    };
    struct Account {
        AccountBook book;
        std::size_t working = 0;
        std::array<RejectFault, 3> rejects; // by Rejectable
        std::optional<PartialFault> partial;
    };
    struct Order {
        OrderView view;
        OrderId at_exchange; // none when the exchange works nothing of it
        Quantity held_back;  // what a partial-fill fault keeps from the exchange
        std::optional<Duration> rest_after;
        bool split = false; // a partial-fill fault works it: it cannot be replaced
    };
    // The client request that is being carried out, for the reports that follow from it.
    struct Current {
        Order* order = nullptr;
        ClOrdId cl_ord_id;
        ClOrdId orig_cl_ord_id;
        bool quiet = false; // the acceptance is not told: the client had it before
    };
    using ClientKey = std::pair<ClientId, ClOrdId>;

    Order& create(OrderView view);
    OrderView view_of(const NewRequest& request) const;
    // Why the venue itself refuses a new order: 103 and a text.
    std::optional<std::pair<int, std::string>> refusal_of(const NewRequest& request);
    // The text of a reject fault that is armed, which it uses up.
    std::optional<std::string> fault(AccountIndex account, Rejectable what);
    void send_to_exchange(Order& order, Quantity quantity, Timestamp now,
                          std::vector<VenueEvent>& out);
    // Tells the clients what the exchange said, and fills up the quotes of `instrument`.
    void deliver(InstrumentId instrument, Timestamp now, std::vector<VenueEvent>& out);
    void take(const OrderReport& report, Timestamp now, std::vector<VenueEvent>& out);
    void take(const CancelRejected& said, Timestamp now, std::vector<VenueEvent>& out);
    void take_accepted(Order& order, Timestamp now, std::vector<VenueEvent>& out);
    void take_replaced(Order& order, const OrderReport& report, std::vector<VenueEvent>& out);
    void take_fill(Order& order, const OrderReport& report, std::vector<VenueEvent>& out);
    void take_end(Order& order, const OrderReport& report, std::vector<VenueEvent>& out);
    void finish(Order& order, char status);
    Order* find_order(ClientId client, const ClOrdId& cl_ord_id);
    // Common checks of a replace and a cancel; the reject is in `out` when it gives null.
    Order* order_to_change(const CancelRequest& request, RequestKind kind, Timestamp now,
                           std::vector<VenueEvent>& out);
    void reject_change(const CancelRequest& request, const Order* order, RequestKind kind,
                       int reason, std::string text, Timestamp now, std::vector<VenueEvent>& out);
    ExecutionReport report(const OrderView& order, char exec_type, Timestamp now);

    std::vector<VenueInstrument> instruments_;
    Exchange exchange_;
    std::vector<BackgroundMarket> background_; // by InstrumentId
    std::vector<Account> accounts_;
    std::deque<Order> orders_;
    std::map<ClientKey, std::size_t> by_client_;
    std::unordered_map<std::uint64_t, std::size_t> by_exchange_;
    Current current_;
    std::vector<MarketEvent> market_events_;
    std::string id_prefix_;
    std::uint64_t next_exec_ = 1;
};

} // namespace lockstep::sim
