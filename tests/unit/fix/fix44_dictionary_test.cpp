// The dictionary itself, and what passes it.
#include "unit/fix/fix44_desk.hpp"

#include "fix/raw_fields.hpp"

#include <fstream>
#include <set>

namespace lockstep::fix44::test {
namespace {

// The value of `attribute` in a line of XML, or "".
std::string value_of(const std::string& line, const std::string& attribute) {
    const std::size_t at = line.find(" " + attribute + "=\"");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + attribute.size() + 3;
    return line.substr(begin, line.find('"', begin) - begin);
}

// `attribute` of every element `element` of the dictionary, whose lines hold one element each, that
// also has `marker` in its line.
std::set<std::string> every(const std::string& element, const std::string& attribute,
                            const std::string& marker = "") {
    std::ifstream file(dictionary_path());
    std::set<std::string> found;
    for (std::string line; std::getline(file, line);) {
        if (line.find("<" + element + " ") == std::string::npos) continue;
        if (line.find(marker) == std::string::npos) continue;
        found.insert(value_of(line, attribute));
    }
    return found;
}

std::string tag_of(const std::string& name) {
    int tag = 0;
    EXPECT_TRUE(strict_dictionary().getFieldTag(name, tag)) << name;
    return std::to_string(tag);
}

TEST(Fix44Dictionary, LoadsAndIsOfItsVersion) {
    EXPECT_EQ(strict_dictionary().getVersion(), "FIX.4.4");
}

TEST(Fix44Dictionary, EveryFieldThatIsUsedIsDefinedAndEveryDefinedOneIsUsed) {
    std::set<std::string> used = every("field", "name", "required=");
    used.merge(every("group", "name"));
    EXPECT_EQ(used, every("field", "name", "number="));
}

TEST(Fix44Dictionary, EveryComponentThatIsUsedIsDefinedAndEveryDefinedOneIsUsed) {
    EXPECT_EQ(every("component", "name", "required="), every("component", "name", "\">"));
}

// QuickFIX converts the count of a group with an exception that nobody catches, unless its type
// says that it is a number.
TEST(Fix44Dictionary, EveryGroupHasANumberForItsCount) {
    for (const std::string& group : every("group", "name")) {
        FIX::TYPE::Type type = FIX::TYPE::Unknown;
        EXPECT_TRUE(strict_dictionary().getFieldType(std::stoi(tag_of(group)), type));
        EXPECT_EQ(type, FIX::TYPE::NumInGroup) << group;
    }
}

// QuickFIX believes the length of what it knows as data; framing must have checked every such pair.
TEST(Fix44Dictionary, FramingChecksEveryDataField) {
    std::set<std::string> checked;
    for (const LengthDataPair& pair : length_data_pairs()) {
        checked.insert(std::to_string(pair.data_tag));
    }
    const auto data = every("field", "number", "type=\"DATA\"");
    EXPECT_GE(data.size(), 13U);
    for (const std::string& tag : data) EXPECT_TRUE(checked.contains(tag)) << tag;
}

TEST(Fix44Dictionary, TheHouseReadsLeniently) {
    const Desk desk;
    const std::string order = "8|37=O1|150=0|39=0|54=1|55=ES|38=1|40=1|";
    for (const char* extra : {
             "9702=4|",                                                // a private tag
             "1028=N|",                                                // a tag of a later version
             "58=|",                                                   // a tag without a value
             "453=2|448=A|452=1|448=B|447=D|452=3|802=1|523=x|803=4|", // groups, nested ones too
             "382=2|375=X|337=1|375=Y|",
             "555=2|600=ES|624=1|539=1|524=N|600=NQ|624=2|",
             "136=1|137=2.5|139=4|",
             "454=2|455=ES1|456=8|455=ES2|456=4|",
             "864=1|865=5|866=20241220|",
             "768=1|769=20240102-15:00:00|770=1|",
         }) {
        EXPECT_EQ(desk.read(order + extra), "LEAD1 accepted 37=O1 buy 1 ES market") << extra;
    }
}

TEST(Fix44Dictionary, DataMayHoldTheSeparator) {
    const Desk desk;
    EXPECT_EQ(desk.read("8|37=O1|150=0|39=0|54=1|55=ES|38=1|40=1|354=8|355=a|32=9|b|"),
              "LEAD1 accepted 37=O1 buy 1 ES market");
}

// One message of every type of the dictionary goes through: a type that is added must be decided.
TEST(Fix44Dictionary, EveryMessageTypeIsDecidedByTheDecoder) {
    const Desk desk;
    for (const std::string& type : every("message", "msgtype")) {
        FIX::Message message;
        message.getHeader().setField(FIX::FIELD::MsgType, type);
        message.getHeader().setField(FIX::FIELD::MsgSeqNum, "7");
        message.getHeader().setField(FIX::FIELD::SendingTime, "20240102-15:00:00");
        const std::string shown =
            show(fix44::decode(message, make_context(desk.config(), broker, nullptr)));
        EXPECT_EQ(shown.find("not read"), std::string::npos) << type << ": " << shown;
    }
    FIX::Message message;
    message.getHeader().setField(FIX::FIELD::MsgType, "zz");
    EXPECT_EQ(show(fix44::decode(message, make_context(desk.config(), broker, nullptr))),
              "warning: a message of a type that is not read: 35=zz");
}

// Whatever byte of a message is changed to whatever else, decoding ends in a reading or a refusal,
// and in QuickFIX's own exceptions at the worst.
TEST(Fix44Dictionary, NoChangedByteEscapes) {
    const RouterConfig config = make_config();
    const SentOrders sent;
    const char* const bodies[] = {
        "35=8|34=7|49=P|52=20240102-15:00:01|56=L|1=F2|11=C1|14=1|17=E1|31=4500|32=1|37=O1|38=3|"
        "39=1|40=2|44=4500|54=1|55=ES|59=0|60=20240102-15:00:01|75=20240102|150=F|151=2|442=1|"
        "453=1|448=A|452=24|",
        "35=9|34=7|43=Y|49=P|52=20240102-15:00:01|56=L|122=20240102-15:00:00|1=F2|11=C2|37=O1|"
        "39=0|41=C1|102=0|434=1|",
        "35=j|34=7|49=P|52=20240102-15:00:01|56=L|45=3|372=D|379=C1|380=0|",
        "35=X|34=7|49=P|52=20240102-15:00:01|56=L|268=2|279=0|269=2|55=ES|270=4500|279=1|269=0|"
        "270=4501|",
        "35=AP|34=7|49=P|52=20240102-15:00:01|56=L|1=F2|55=ES|702=1|703=TQ|704=1|705=0|721=P|",
        "35=BA|34=7|49=P|52=20240102-15:00:01|56=L|1=F2|901=5.5|908=R|910=0|",
    };
    const FIX::DataDictionary& lenient = lenient_dictionary();
    const Context context = make_context(config, shared_broker, &sent);
    int read = 0;
    for (const std::string body : bodies) {
        for (std::size_t at = 0; at < body.size(); ++at) {
            for (const char byte : {'\x00', '\x01', '=', '-', '.', '0', '9', 'A', '\x7f', '\xff'}) {
                std::string changed = wire::bytes(body);
                changed[at] = byte;
                try {
                    const FIX::Message message(wire::message(changed), lenient, true);
                    lenient.validate(message);
                    const Decoded decoded = fix44::decode(message, context);
                    EXPECT_TRUE(decoded || decoded.error().what.size() <= 1'000);
                    ++read;
                } catch (const FIX::Exception&) { // QuickFIX would not have it
                }
            }
        }
    }
    EXPECT_GT(read, 2'000);
}

} // namespace
} // namespace lockstep::fix44::test
