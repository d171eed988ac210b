#include "unit/matching/play.hpp"

#include <sstream>
#include <stdexcept>

namespace lockstep::sim {
namespace {

std::vector<std::string> words_of(std::string_view line) {
    std::istringstream in{std::string(line)};
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

// "buy 5 stop-limit 105 106 gtc", from words[at] on.
class TermsReader {
  public:
    TermsReader(const std::vector<std::string>& words, std::size_t at) : words_(words), at_(at) {
        const std::string side = next();
        if (side != "buy" && side != "sell") throw std::invalid_argument("no side: " + side);
        terms.side = side == "buy" ? Side::buy : Side::sell;
        quantity = Quantity(std::stoll(next()));
        read_type(next());
        if (at_ < words_.size()) read_time_in_force(next());
        if (at_ < words_.size()) throw std::invalid_argument("too many words: " + words_[at_]);
    }

    OrderTerms terms;
    Quantity quantity;

  private:
    std::string next() { return words_.at(at_++); }

    // "-" leaves a price out.
    std::optional<Price> next_price() {
        const std::string word = next();
        if (word == "-") return std::nullopt;
        return Price(std::stoll(word));
    }

    void read_type(const std::string& word) {
        if (word == "market") {
            terms.type = OrderType::market;
        } else if (word == "limit") {
            terms.type = OrderType::limit;
            terms.price = next_price();
        } else if (word == "stop") {
            terms.type = OrderType::stop;
            terms.stop_price = next_price();
        } else if (word == "stop-limit") {
            terms.type = OrderType::stop_limit;
            terms.stop_price = next_price();
            terms.price = next_price();
        } else {
            throw std::invalid_argument("no type: " + word);
        }
    }

    void read_time_in_force(const std::string& word) {
        static const std::map<std::string, TimeInForce> known = {
            {"day", TimeInForce::day}, {"gtc", TimeInForce::good_till_cancel},
            {"ioc", TimeInForce::ioc}, {"fok", TimeInForce::fok},
            {"gtd", TimeInForce::gtd},
        };
        terms.time_in_force = known.at(word);
    }

    const std::vector<std::string>& words_;
    std::size_t at_;
};

Phase phase_named(std::string_view word) {
    for (const Phase phase : {Phase::closed, Phase::pre_open, Phase::open, Phase::halted}) {
        if (name(phase) == word) return phase;
    }
    throw std::invalid_argument("no phase: " + std::string(word));
}

std::string text(const std::optional<Level>& level) {
    if (!level) return "none";
    std::ostringstream out;
    out << level->quantity << " @ " << level->price;
    return out.str();
}

std::string text(const OrderTerms& terms) {
    std::ostringstream out;
    out << terms.side << ' ' << name(terms.type);
    if (terms.stop_price) out << ' ' << *terms.stop_price;
    if (terms.price) out << ' ' << *terms.price;
    if (terms.time_in_force == TimeInForce::good_till_cancel) out << " gtc";
    return out.str();
}

} // namespace

Listing es_listing() {
    Listing listing;
    listing.instrument.symbol = "ES";
    listing.protection_ticks = 10;
    listing.max_order_quantity = Quantity(100);
    listing.phase = Phase::open;
    listing.last_settlement = Price(100);
    return listing;
}

Play::Play(Shown shown, Listing listing) : shown_(shown), exchange_({std::move(listing)}) {}

void Play::rows(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        EXPECT_EQ(request(row.request), row.events) << "after: " << row.request;
    }
}

std::string Play::request(std::string_view line) {
    const std::vector<std::string> words = words_of(line);
    const Timestamp now = Timestamp(0) + Duration::seconds(++seconds_);
    events_.clear();
    if (words.at(0) == "phase") {
        exchange_.set_phase(InstrumentId{0}, phase_named(words.at(1)), now, events_);
    } else if (words[0] == "cancel") {
        exchange_.cancel(ids_.at(words.at(1)), now, events_);
    } else if (words[0] == "replace") {
        const TermsReader asked(words, 2);
        exchange_.replace({ids_.at(words.at(1)), asked.terms, asked.quantity}, now, events_);
    } else {
        const std::size_t slash = words[0].find('/');
        const std::string owner = slash == std::string::npos ? "" : words[0].substr(0, slash);
        submitted_ = words[0].substr(slash == std::string::npos ? 0 : slash + 1);
        const OwnerId owner_id =
            owners_.try_emplace(owner, OwnerId{owners_.size() + 1}).first->second;
        const TermsReader asked(words, 1);
        const OrderId given = exchange_.submit(
            {owner_id, InstrumentId{0}, asked.terms, asked.quantity}, now, events_);
        if (!given.is_none()) ids_[submitted_] = given;
    }
    return told();
}

std::string Play::name_of(OrderId order) const {
    for (const auto& [name, id] : ids_) {
        if (id == order) return name;
    }
    return order.is_none() ? submitted_ : "?";
}

std::string Play::told() const {
    std::string all;
    for (const MarketEvent& event : events_) {
        const std::string one = told(event);
        if (one.empty()) continue;
        if (!all.empty()) all += "; ";
        all += one;
    }
    return all;
}

std::string Play::told(const MarketEvent& event) const {
    std::ostringstream out;
    if (const auto* const report = std::get_if<OrderReport>(&event)) {
        const OrderState& order = report->order;
        out << name_of(order.id) << ' ';
        switch (report->kind) {
        case ReportKind::fill:
            out << (report->fill->aggressor ? "takes " : "gives ") << report->fill->quantity
                << " @ " << report->fill->price << ", " << order.leaves << " left";
            break;
        case ReportKind::rejected: out << "rejected: " << name(report->refusal); break;
        case ReportKind::canceled: out << "canceled: " << name(report->cause); break;
        case ReportKind::restated:
        case ReportKind::replaced:
            out << name(report->kind) << ": " << text(order.terms) << ", " << order.leaves << " of "
                << order.total << " left";
            break;
        case ReportKind::accepted:
        case ReportKind::triggered:
        case ReportKind::expired: out << name(report->kind); break;
        }
    } else if (const auto* const refused = std::get_if<CancelRejected>(&event)) {
        out << name(refused->request) << " of " << name_of(refused->order)
            << " rejected: " << name(refused->refusal);
    } else if (shown_ == Shown::orders) {
        return "";
    } else if (const auto* const print = std::get_if<TradePrint>(&event)) {
        out << "traded " << print->quantity << " @ " << print->price;
        if (print->aggressor) out << " by a " << (*print->aggressor == Side::buy ? "buy" : "sell");
    } else if (const auto* const top = std::get_if<TopOfBook>(&event)) {
        out << "bid " << text(top->bid) << ", ask " << text(top->ask);
    } else {
        out << "now " << name(std::get<PhaseChanged>(event).phase);
    }
    return out.str();
}

} // namespace lockstep::sim
