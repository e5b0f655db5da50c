// The words that corpus.ts makes mails of. Written for the bench; no sentence comes from a real mail.

export const THINGS = `
overtime paid to sergeants|number plate cameras|body-worn video cameras|recorded thefts of bicycles|custody suite inspections
agency staff in the contact centre|leased minibuses|potholes on unclassified roads|missed bin collections|planning enforcement notices
noise complaints about licensed premises|flood defence works|library opening hours|school crossing patrols|housing repairs
empty council properties|parking permits|electric vehicle chargers|taxi licence refusals|allotment waiting lists
outpatient waiting times|cancelled operations|ambulance handover delays|sickness absence among nurses|locum doctors
interpreting services|hospital car park income|patient falls|prescribing of antibiotics|maternity staffing
legal fees paid to outside firms|consultancy contracts|settlement agreements|mobile telephone contracts|software licences
data breaches reported to the regulator|laptops lost or stolen|subject access backlogs|internal audit reports|whistleblowing disclosures
apprenticeships|gender pay reporting|staff parking spaces|catering contracts|energy bills for public buildings
tree felling|weed control on pavements|air quality monitors|river water samples|landfill gas readings
domestic abuse referrals|missing person reports|speed awareness courses|stray dogs collected|street lighting faults
drone flights|facial recognition trials|crime recording audits|firearms licence renewals|police horses
grants to community groups|councillors' expenses|freedom of the borough ceremonies|public toilets|market stall rents
`
  .trim()
  .split(/[|\n]/);

export const MEASURES = `
the number of|the total cost of|the average length of|the monthly figures for|a list of|a breakdown by ward of|a copy of the policy on
the names of the suppliers of|the contract end dates for|the minutes of meetings about|the risk register entries on|all reports about
the staffing of|the budget for|the outcome of each review of|the complaints received about|the training material on|the targets set for
`
  .trim()
  .split(/[|\n]/);

export const PERIODS = `
in each of the last three financial years|since 1 April 2022|between January 2021 and December 2024|in the most recent quarter
for every month of 2025|over the past five years|as at the date of this letter|before and after the reorganisation
during the school holidays|for the period 2019 to 2024|in the last twelve months|since the present contract began
`
  .trim()
  .split(/[|\n]/);

export const OPENINGS = `
Under the Freedom of Information Act 2000 I would like to be sent the information set out below.
Please treat this message as a request under the Freedom of Information Act.
I am looking into how public money is spent in our area and would be grateful for the following.
I should like to ask for some information that I believe you hold.
This is a request for recorded information; I do not mind in which format it is sent.
I live locally and have a few questions which I hope your team can answer.
`
  .trim()
  .split('\n');

export const REASONS = `
If a question is unclear please telephone or write to me rather than refusing it.
If answering the whole would take too long, I would be content with the most recent year.
I understand that a reply is due within twenty working days.
Should any part be withheld, please say which exemption you rely on and why.
A spreadsheet would be easier for me to work with than a scanned document.
I have looked at your publication scheme and could not find these figures there.
Other bodies in the region have already given me the same details without difficulty.
Our committee meets at the end of next month and would like to discuss the answer then.
Where fewer than five people are concerned I accept that a figure may be rounded.
Earlier letters about the matter went to another department and were not answered.
The local paper wrote about it last winter, and neighbours have been asking me what became of it.
Please confirm that this has reached the right team, and pass it on if it has not.
`
  .trim()
  .split('\n');

export const BACKGROUND = `
Two winters ago the bridge was closed for eleven weeks and the detour cost the farms on the far bank dearly.
When the depot moved to the ring road, nobody told the shopkeepers who had relied on the early deliveries.
A leaflet that came through our door spoke of savings, but gave neither a sum nor a year.
My late uncle served on the committee that drew up the first scheme, and his notebooks tell another story.
The minutes published on your site stop in the autumn, just before the vote that everybody remembers.
I counted the lorries myself from the bedroom window: forty-one between breakfast and noon, most of them empty.
According to the annual report the programme was finished on time; the scaffolding is still standing.
Our parish clerk has kept a file of the correspondence, and I enclose nothing from it so as not to repeat old quarrels.
A student whom I help with her thesis needs the raw figures, because the published charts have no scale.
The contractor's van has the crest of three different authorities on it, which made me curious who pays.
It was said at the public meeting that the consultants had been appointed without a competition.
Since the clinic closed on Wednesdays the bus at ten past nine is so full that wheelchairs are left behind.
I have no wish to blame anyone; I only want to understand how the decision was reached and on what evidence.
The old pumping station hums all night, and the engineer on the telephone could not say whose it is.
If the answer lies in a spreadsheet with thousands of rows, that is quite all right: I enjoy sorting them.
My neighbour was told one thing by the switchboard and the opposite by letter, in the same week.
`
  .trim()
  .split('\n');

export const ENVIRONMENT = `
I am also concerned about emissions, run-off into the stream and the effect of the work on the hedgerows and nesting birds.
The noise at night and the dust from the site have become worse since the spring.
Please include any environmental assessment, water sample or air quality reading that you hold.
`
  .trim()
  .split('\n');

export const ABOUT_ME = `
Please send me a copy of everything that you hold about me, including notes, letters and recordings.
I want to see my own file: what was written about me after the visit, and who has had access to it.
`
  .trim()
  .split('\n');

export const CHASING = `
I wrote to you some weeks ago and have had no reply. Could you tell me whether there is any update?
I am chasing the request that I sent earlier. The time for an answer has passed.
`
  .trim()
  .split('\n');

export const GRUMBLES = `
The desk at your office was shut again when I came, although the sign said it would be open. I was most disappointed.
I should like to thank the two members of your staff who helped my mother last week.
`
  .trim()
  .split('\n');

export const SELLING = `
Limited time offer! Grow your business with our guaranteed ranking service. Click here and claim your free bonus today.
You have been selected for a cash prize. Act now, no obligation, winners are paid the same day.
`
  .trim()
  .split('\n');

export const FIRST =
  `Ash Hazel Rowan Linden Heath Fern Brook Glen Marsh Dale Cliff Sandy Ivy Clover Basil Olive Robin Wren Jay Merlin`.split(
    ' ',
  );
export const PLACE_STARTS =
  `Alder Birch Crow Dun East Fal Gorse Har Iron Kel Lang Mill North Oak Pen Quarry Raven Salt Thorn West`.split(' ');
export const PLACE_ENDS =
  `by combe dale field ford gate ham hurst ley mere mouth ness port stead ton wick wold worth`.split(' ');
