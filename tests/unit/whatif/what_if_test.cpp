// A small recorded day, read again with its own settings and with others.
#include "whatif/what_if.hpp"

#include "journal/writer.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace lockstep {
namespace {

using test::TemporaryDirectory;

constexpr InstrumentId es{0};

std::string settings_text(const std::string& sizing, const std::string& tick = "0.25") {
    return "[DEFAULT]\nBeginString=FIX.4.4\nSenderCompID=L\nOwner=J. Trader\n"
           "[INSTRUMENT]\nSymbol=ES\nTickSize=" +
           tick +
           "\nTickValue=12.50\n"
           "[SESSION]\nConnectionType=acceptor\nTargetCompID=LEADER\nSocketAcceptPort=5001\n"
           "[SESSION]\nConnectionType=acceptor\nTargetCompID=BROKER\nSocketAcceptPort=5002\n"
           "[LEADER]\nAccount=LEAD1\nSession=FIX.4.4:L->LEADER\nStartFlat=Y\n"
           "[FOLLOWER]\nAccount=F50K\nLeader=LEAD1\nSession=FIX.4.4:L->BROKER\nBalance=50000\n" +
           sizing;
}

// The gateway's part and a broker that gives every fill one tick worse than the model would.
class RecordedDay {
  public:
    explicit RecordedDay(const std::string& sizing)
        : settings_(read("recorded.cfg", settings_text(sizing))), names_(names_of(settings_)),
          router_(settings_.router), broker_(router_.config()) {
        JournalOptions options;
        options.directory = journal();
        options.segment_bytes = 1 << 20;
        options.sync_file = [](int) { return 0; };
        writer_ = JournalWriter::open(options, names_, {}).value();
        take(Started{settings_.digest, "test", 1'785'245'400});
        take(SessionChanged{SessionIndex{0}, true});
        take(SessionChanged{SessionIndex{1}, true});
    }

    Settings read(const std::string& name, const std::string& text) const {
        std::ofstream(directory_.path() / name) << text;
        Checked checked = check_settings(directory_.path() / name, Environment());
        EXPECT_TRUE(checked.good()) << format_problems(checked);
        return std::move(checked.settings).value();
    }
    std::filesystem::path journal() const { return directory_.path() / "journal"; }

    void leader(ExecKind kind, Side side, int lots, const std::string& order, OrderTerms terms,
                int price = 0) {
        ExecutionEvent it;
        it.kind = kind;
        it.transact_time = now_;
        it.order_key = order;
        it.exec_key = "L" + std::to_string(++executions_);
        it.instrument = es;
        it.terms = terms;
        it.terms.side = side;
        it.order_qty = Quantity(lots);
        if (kind == ExecKind::fill) {
            it.last_qty = it.cum_qty = Quantity(lots);
            it.last_price = Price(price);
        }
        const LeaderExecution event{LeaderId{0}, it};
        if (kind == ExecKind::fill) broker_.traded(event);
        take(event);
    }
    // The leader buys four and works a target and a stop; the target fills, the stop goes.
    void play() {
        const OrderTerms limit{Side::sell, OrderType::limit, TimeInForce::day, Price(20'040),
                               std::nullopt};
        const OrderTerms stop{Side::sell, OrderType::stop, TimeInForce::day, std::nullopt,
                              Price(19'960)};
        leader(ExecKind::accepted, Side::buy, 4, "A", {});
        leader(ExecKind::fill, Side::buy, 4, "A", {}, 20'000);
        leader(ExecKind::accepted, Side::sell, 2, "B", limit);
        leader(ExecKind::accepted, Side::sell, 4, "C", stop);
        leader(ExecKind::fill, Side::sell, 2, "B", limit, 20'040);
        leader(ExecKind::canceled, Side::sell, 4, "C", stop);
        leader(ExecKind::accepted, Side::sell, 2, "D", {});
        leader(ExecKind::fill, Side::sell, 2, "D", {}, 20'030);
    }

    Comparison against(const std::string& sizing) const {
        return compare(journal(), settings_, read("other.cfg", settings_text(sizing))).value();
    }
    const Settings& settings() const { return settings_; }

  private:
    void take(EventBody body) {
        now_ = now_ + Duration::milliseconds(5);
        step(std::move(body));
        broker_.reached(now_, answers_);
        drain();
    }
    void step(const EventBody& body) {
        const Event event{++sequence_, now_, body};
        ASSERT_TRUE(writer_->append(event));
        commands_.clear();
        router_.step(event, commands_);
        for (const Command& command : commands_) broker_.answer(command, now_, answers_);
    }
    void drain() {
        while (!answers_.empty()) {
            EventBody body = std::move(answers_.front());
            answers_.pop_front();
            auto& it = std::get<FollowerExecution>(body).execution;
            if (it.kind == ExecKind::fill) {
                it.last_price.ticks += it.terms.side == Side::buy ? 1 : -1;
            }
            step(body);
        }
    }

    TemporaryDirectory directory_;
    Settings settings_;
    Names names_;
    Router router_;
    ModelBroker broker_;
    std::unique_ptr<JournalWriter> writer_;
    std::deque<EventBody> answers_;
    std::vector<Command> commands_;
    Timestamp now_{1'785'245'400'000'000'000};
    std::uint64_t sequence_ = 0;
    int executions_ = 0;
};

const std::string once = "Sizing=multiplier\nSizingValue=1\nMaxContracts=100\n";
const std::string twice = "Sizing=multiplier\nSizingValue=2\nMaxContracts=100\n";

std::string text_of(const AccountOutcome& it) {
    std::string text = std::to_string(it.orders) + "+" + std::to_string(it.changes) + "+" +
                       std::to_string(it.cancels) + " traded " + std::to_string(it.contracts);
    for (const auto& [instrument, held] : it.held) text += " held " + std::to_string(held.net);
    for (const auto& [instrument, most] : it.most) text += " most " + std::to_string(most.net);
    return text;
}

TEST(WhatIf, WithItsOwnSettingsComesOutAsRecordedButForTheSlippage) {
    RecordedDay day(once);
    day.play();
    const Comparison same = day.against(once);
    ASSERT_EQ(same.accounts.size(), 1U);
    const AccountOutcome& recorded = *same.accounts[0].recorded;
    const AccountOutcome& what_if = *same.accounts[0].what_if;
    EXPECT_EQ(recorded.contracts, 8U);
    EXPECT_EQ(text_of(what_if), text_of(recorded));
    // bought 4 at 20000, sold 2 at 20040 and 2 at 20030: 140 ticks of 12.50
    EXPECT_EQ(what_if.result, Money::of(1750));
    EXPECT_EQ(what_if.result - recorded.result, Money::of(100)); // a tick on each of eight
}

TEST(WhatIf, IsTheSameEveryTime) {
    RecordedDay day(once);
    day.play();
    const Comparison first = day.against(twice);
    const Comparison second = day.against(twice);
    EXPECT_EQ(text_of(*first.accounts[0].what_if), text_of(*second.accounts[0].what_if));
    EXPECT_EQ(first.accounts[0].what_if->result, second.accounts[0].what_if->result);
}

TEST(WhatIf, TwiceTheMultiplierTradesTwiceAsMuchForTwiceTheResult) {
    RecordedDay day(once);
    day.play();
    const Comparison doubled = day.against(twice);
    const AccountOutcome& what_if = *doubled.accounts[0].what_if;
    EXPECT_EQ(what_if.contracts, 16U);
    EXPECT_EQ(what_if.most.at(es), Position(8));
    EXPECT_TRUE(what_if.held.empty());
    EXPECT_EQ(what_if.result, Money::of(3500));
    EXPECT_EQ(what_if.orders, doubled.accounts[0].recorded->orders);
}

TEST(WhatIf, ALimitThatHoldsTheAccountIsSeenWithItsNumbers) {
    RecordedDay day(once);
    day.play();
    const Comparison capped = day.against("Sizing=multiplier\nSizingValue=1\nMaxContracts=1\n"
                                          "OverCap=skip\n");
    const AccountOutcome& what_if = *capped.accounts[0].what_if;
    EXPECT_EQ(what_if.contracts, 0U);
    EXPECT_EQ(what_if.no_orders.at(Reason::skip_over_cap), 1U);
    EXPECT_EQ(what_if.result, Money(0));
}

TEST(WhatIf, ShowsAccountsThatAreAddedAndDropped) {
    RecordedDay day(once);
    day.play();
    std::string text = settings_text(twice);
    text.replace(text.find("Account=F50K"), 12, "Account=ADD1");
    const auto other = compare(day.journal(), day.settings(), day.read("added.cfg", text));
    ASSERT_TRUE(other) << other.error().what;
    ASSERT_EQ(other->accounts.size(), 2U);
    EXPECT_EQ(other->accounts[0].account, "F50K");
    EXPECT_FALSE(other->accounts[0].what_if);
    EXPECT_EQ(other->accounts[1].account, "ADD1");
    EXPECT_FALSE(other->accounts[1].recorded);
    EXPECT_EQ(other->accounts[1].what_if->result, Money::of(3500));
}

TEST(WhatIf, RefusesInstrumentsWhosePricesMeanSomethingElse) {
    RecordedDay day(once);
    day.play();
    const auto refused =
        compare(day.journal(), day.settings(), day.read("tick.cfg", settings_text(once, "0.5")));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find("the record's ES has another TickSize (0.25)"),
              std::string::npos)
        << refused.error().what;
}

} // namespace
} // namespace lockstep
