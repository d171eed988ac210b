// Two leaders of one owner: what the followers of one may enter while the other stands.
#include "router/router.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

constexpr InstrumentId es{0};
constexpr InstrumentId mes{1};
constexpr InstrumentId nq{2};

struct Row {
    std::string name;
    OppositeSides policy = OppositeSides::refuse;
    std::string other_owner; // of the second leader
    InstrumentId theirs = es;
    Side side = Side::sell;     // of the second leader's fill, or of its resting order
    std::optional<Price> rests; // none: it is filled
    std::string answer;
};

class TwoLeaders {
  public:
    explicit TwoLeaders(const Row& row) : router_(config(row)) {
        step(Started{"digest", "test", 36});
        for (std::uint32_t i = 0; i < 3; ++i) step(SessionChanged{SessionIndex{i}, true});
        ExecutionEvent theirs = execution("theirs", row.theirs, row.side);
        if (row.rests) {
            theirs.kind = ExecKind::accepted;
            theirs.terms.type = OrderType::limit;
            theirs.terms.price = row.rests;
        }
        step(LeaderExecution{LeaderId{1}, theirs});
    }
    // What follows for the account of the first leader, which buys 1 ES at 100.
    std::string leader_buys() {
        out_.clear();
        step(LeaderExecution{LeaderId{0}, execution("ours", es, Side::buy)});
        std::string answer = "nothing";
        for (const Command& command : out_) {
            if (std::holds_alternative<Approved<NewOrder>>(command)) return "buys";
            const auto* notice = std::get_if<Notice>(&command);
            if (notice != nullptr) answer = std::string(name(notice->reason));
        }
        return answer;
    }

  private:
    static RouterConfig config(const Row& row) {
        RouterConfig config;
        for (const auto& [symbol, product, family] :
             {std::tuple{"ES", "SP500", "equity"}, std::tuple{"MES", "SP500", "equity"},
              std::tuple{"NQ", "NASDAQ100", "equity"}}) {
            Instrument instrument;
            instrument.symbol = symbol;
            instrument.product = product;
            instrument.family = family;
            instrument.tick_size = Decimal{1, 0};
            instrument.tick_value = Money::of(50);
            config.instruments.push_back(instrument);
        }
        config.sessions.resize(3);
        for (std::uint32_t i = 0; i < 2; ++i) {
            LeaderConfig leader;
            leader.account = "LEAD" + std::to_string(i + 1);
            leader.session = SessionIndex{i};
            leader.owner = i == 0 ? "anna" : row.other_owner;
            leader.start_flat = true;
            config.leaders.push_back(leader);
        }
        FollowerConfig follower;
        follower.account = "A";
        follower.owner = "anna";
        follower.session = SessionIndex{2};
        follower.map = {{es, es, Ratio(1, 1)}};
        follower.limits.max_contracts = Ratio(10, 1);
        follower.limits.contract_weight.assign(3, Ratio(1, 1));
        follower.opposite_sides = row.policy;
        config.followers.push_back(follower);
        return config;
    }
    ExecutionEvent execution(const std::string& key, InstrumentId instrument, Side side) const {
        ExecutionEvent event;
        event.kind = ExecKind::fill;
        event.order_key = key;
        event.exec_key = key;
        event.instrument = instrument;
        event.terms.side = side;
        event.order_qty = Quantity(1);
        event.last_qty = Quantity(1);
        event.last_price = Price(100);
        event.transact_time = now_;
        return event;
    }
    void step(EventBody body) { router_.step(Event{++sequence_, now_, std::move(body)}, out_); }

    Timestamp now_{1'785'245'400'000'000'000};
    std::uint64_t sequence_ = 0;
    std::vector<Command> out_;
    Router router_;
};

TEST(OwnerGuard, refuses_what_opposes_another_leader_of_the_owner) {
    using enum OppositeSides;
    const std::vector<Row> rows{
        {"short the same", refuse, "anna", es, Side::sell, {}, "opposite-side"},
        {"long the same", refuse, "anna", es, Side::buy, {}, "buys"},
        {"short its micro", refuse, "anna", mes, Side::sell, {}, "opposite-side"},
        {"short a product that moves with it", refuse, "anna", nq, Side::sell, {}, "buys"},
        {"and that counts", refuse_correlated, "anna", nq, Side::sell, {}, "opposite-side"},
        {"allowed", allow, "anna", es, Side::sell, {}, "buys"},
        {"of somebody else", refuse, "bob", es, Side::sell, {}, "buys"},
        {"rests to sell", refuse, "anna", es, Side::sell, Price(105), "self-cross"},
        {"its micro rests to sell", refuse, "anna", mes, Side::sell, Price(105), "self-cross"},
        {"rests to buy", refuse, "anna", es, Side::buy, Price(95), "buys"},
        {"another product rests", refuse_correlated, "anna", nq, Side::sell, Price(105), "buys"},
        {"somebody else's rests", refuse, "bob", es, Side::sell, Price(105), "buys"},
    };
    for (const Row& row : rows) EXPECT_EQ(TwoLeaders(row).leader_buys(), row.answer) << row.name;
}

} // namespace
} // namespace lockstep
