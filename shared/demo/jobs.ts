/**
 * Sixty jobs of the demo company, placed around the day it is opened.
 * One row: days from today to load | days away | status | name | venue | client | size (lines).
 */
export const jobs = `
-168|4|closed|Spring Fashion Days|Kraftwerk|Atelier Nord|14
-161|2|closed|Shareholders' Meeting|Congress Centre Hall 2|Brandt Werke|11
-154|3|closed|Jazz in the Park|City Park Stage|City of Neustadt|16
-147|5|closed|Trade Fair Stand Halle 7|Fairground|Kessler Optik|13
-140|2|closed|Charity Dinner|Grand Hotel Ballroom|Lions Neustadt|9
-133|3|closed|Product Launch Aero|Hangar 12|Aero Mobility|18
-126|6|closed|Summer Theatre, run 1|Castle Courtyard|Theatre Neustadt|17
-119|2|closed|Board Offsite|Lake Resort|Norden Insurance|7
-112|4|closed|Open Air Classics|Market Square|City of Neustadt|22
-105|2|closed|Wedding Lindqvist|Orangery|Private|8
-98|5|closed|Gaming Weekend|Fairground Hall 3|Pixel Union|20
-91|3|closed|Medical Congress|Congress Centre|MedForum|15
-84|2|cancelled|Beach Concert|Harbour Beach|Wave Booking|12
-77|3|closed|Press Conference Tram|Depot West|Neustadt Transport|8
-70|4|closed|Brass Festival|Town Hall Square|Brass e.V.|16
-63|2|closed|Company Party Solaris|Kraftwerk|Solaris Energy|14
-56|3|closed|Book Fair Talks|Fairground Hall 1|Verlag am Fluss|11
-49|7|closed|Autumn Musical|Theatre at the Lake|Lakeside Productions|21
-42|2|closed|Start-up Pitch Night|Coworking Loft|Founders Hub|8
-35|4|closed|Electronic Music Night|Kraftwerk|Nachtstrom|19
-30|2|closed|Chamber of Commerce Gala|Grand Hotel Ballroom|Chamber of Commerce|12
-26|3|closed|Road Show Stop 1|Fairground Hall 2|Kessler Optik|12
-22|2|returned|Lecture Series|University Aula|University Neustadt|7
-18|4|returned|Film Premiere Week|Astoria Cinema|Silverlight Film|15
-14|3|returned|Road Show Stop 2|Exhibition Centre South|Kessler Optik|12
-11|2|returned|Investors' Day|Congress Centre Hall 2|Brandt Werke|10
-9|5|returned|Light Art Weekend|Old Harbour|City of Neustadt|18
-6|4|out|Association Congress|Congress Centre|MedForum|15
-5|3|out|Town Anniversary|Market Square|City of Neustadt|17
-3|6|out|Fair Hall 3|Fairground Hall 3|Pixel Union|21
-2|5|out|Winter Musical Rehearsals|Theatre at the Lake|Lakeside Productions|18
-1|4|out|Summer Gala|Tempodrom|Lichtwerk Friends|19
0|2|confirmed|Product Film Shoot|Studio 4|Aero Mobility|9
0|3|confirmed|Club Night Resident|Kraftwerk|Nachtstrom|14
1|3|confirmed|Annual General Meeting|Grand Hotel Ballroom|Norden Insurance|11
2|4|confirmed|Fashion Pop-up|Old Harbour|Atelier Nord|13
3|2|confirmed|Choir Night|St. Martin's Church|Choir Neustadt|9
4|5|confirmed|Advent Market Stage|Market Square|City of Neustadt|16
5|3|confirmed|Tech Conference|Congress Centre|Founders Hub|20
6|2|confirmed|Christmas Party Brandt|Hangar 12|Brandt Werke|15
7|7|confirmed|Winter Musical|Theatre at the Lake|Lakeside Productions|22
9|3|confirmed|Band Tour, night 1|Arena|Wave Booking|24
12|3|confirmed|Band Tour, night 2|Sports Hall East|Wave Booking|24
13|2|pencilled|Company Anniversary|Kraftwerk|Solaris Energy|14
15|4|pencilled|E-Sports Finals|Arena|Pixel Union|22
17|2|pencilled|Charity Concert|St. Martin's Church|Lions Neustadt|10
19|3|pencilled|Corporate Television Days|Studio 4|Norden Insurance|12
21|2|quoted|Dealer Meeting|Lake Resort|Kessler Optik|9
24|3|pencilled|Winter Ball|Grand Hotel Ballroom|Dance School Vega|13
27|2|quoted|Carol Singing Stadium|Stadium|City of Neustadt|15
31|5|confirmed|New Year's Eve Square|Market Square|City of Neustadt|23
36|3|pencilled|Ski Opening|Mountain Base Station|Wave Booking|16
42|2|quoted|New Year Reception|Town Hall|City of Neustadt|8
48|6|pencilled|Boat Show Stand|Fairground|Marina Nord|13
55|3|quoted|Sales Kick-off|Congress Centre Hall 2|Aero Mobility|14
62|4|quoted|Carnival Hall|Sports Hall East|Carnival Club|17
70|2|draft|Science Slam|University Aula|University Neustadt|7
80|5|quoted|Spring Tour Rehearsal|Hangar 12|Wave Booking|19
95|4|draft|Garden Show Opening|City Park Stage|City of Neustadt|16
110|3|draft|Architecture Congress|Congress Centre|Bund Bau|12
`;
